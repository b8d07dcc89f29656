import type { TokenVerifier } from "@hostscan/core";
import type { Database } from "@hostscan/database";
import type { Kysely } from "kysely";
import { ApplicationKeyVerifier } from "./application-keys/application-key-verifier.ts";
import { PostgresTokenVerifier } from "./tokens/postgres-token-verifier.ts";
import { refuse } from "./tokens/read-token.ts";
import type { SigningKeys } from "./tokens/signing-keys.ts";

/** One kind of bearer token, told from the others by its form alone. */
interface TokenKind {
  recognises(token: string): boolean;
  readonly verifier: TokenVerifier;
}

/** Three parts of base64url (RFC 7515, 7.1). */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** Checks bearer tokens of every kind there is: keys of applications, and tokens that we signed. */
export function createTokenVerifier(db: Kysely<Database>, keys: SigningKeys): TokenVerifier {
  const applicationKeys = new ApplicationKeyVerifier(db, keys.box);
  const kinds: readonly TokenKind[] = [
    { recognises: (token) => applicationKeys.recognises(token), verifier: applicationKeys },
    { recognises: (token) => JWT.test(token), verifier: new PostgresTokenVerifier(db, keys) },
  ];
  return {
    async verify(token) {
      const kind = kinds.find(({ recognises }) => recognises(token));
      return kind ? kind.verifier.verify(token) : refuse("malformed");
    },
  };
}
