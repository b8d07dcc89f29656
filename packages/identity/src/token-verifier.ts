import { type Authentication, type TokenVerifier, tokenName, userName } from "@hostscan/core";
import {
  type Database,
  GRANTING,
  isIntact,
  isUnavailable,
  type SecretBox,
  tellRefusedRow,
} from "@hostscan/database";
import type { Kysely } from "kysely";
import { ApplicationKeyVerifier } from "./application-keys/application-key-verifier.ts";
import { readToken, refuse, type SignedClaims } from "./tokens/read-token.ts";
import type { SigningKeys } from "./tokens/signing-keys.ts";

const text = (value: unknown): value is string => typeof value === "string";

/** Whether a token that we signed, and that was issued by command, still holds. */
async function accessTokenVerdict(
  db: Kysely<Database>,
  box: SecretBox,
  { sub, exp, name, role }: SignedClaims,
): Promise<Authentication> {
  if (!text(name) || !text(role)) return refuse("unknown");
  const row = await db
    .selectFrom("access_token")
    .select([...GRANTING.access_token, "mac", "mac_key_id"])
    .where("id", "=", sub)
    .executeTakeFirst();
  if (row === undefined) return refuse("unknown");
  if (row.revoked_at !== null) return refuse("revoked");
  if (!(await isIntact(db, box, "access_token", row))) {
    await tellRefusedRow(db, { table: "access_token", id: sub, actor: { kind: "token", name, id: sub } });
    return refuse("unknown");
  }
  return {
    ok: true,
    caller: { subject: sub, name, role, identity: tokenName(name) },
    expiresAt: new Date(exp * 1_000),
  };
}

/**
 * Whether the token of a user who signed in still holds: the user is there and enabled, and neither password nor second
 * factor was reset since. The role is the user's of now.
 */
async function userTokenVerdict(
  db: Kysely<Database>,
  box: SecretBox,
  { sub, exp, isMFA, sessionVersion }: SignedClaims,
): Promise<Authentication> {
  const user = await db
    .selectFrom("app_user")
    .select([...GRANTING.app_user, "mac", "mac_key_id"])
    .where("id", "=", sub)
    .executeTakeFirst();
  if (user === undefined) return refuse("unknown");
  if (user.disabled_at !== null || user.session_version !== sessionVersion) return refuse("revoked");
  if (!(await isIntact(db, box, "app_user", user))) {
    const actor = { kind: "user", name: user.login, id: sub } as const;
    await tellRefusedRow(db, { table: "app_user", id: sub, actor });
    return refuse("unknown");
  }
  if (isMFA !== true) return refuse("second factor missing");
  const { login, role } = user;
  const caller = { subject: sub, name: login, role, isUser: true, identity: userName(login) };
  return { ok: true, caller, expiresAt: new Date(exp * 1_000) };
}

/** Checks signed tokens: first the signature and the claims, then in the database whether they still hold. */
export class PostgresTokenVerifier implements TokenVerifier {
  readonly #db: Kysely<Database>;
  readonly #keys: SigningKeys;

  constructor(db: Kysely<Database>, keys: SigningKeys) {
    this.#db = db;
    this.#keys = keys;
  }

  async verify(token: string): Promise<Authentication> {
    const read = await readToken(this.#keys, token);
    if (!read.ok) return read;
    const verdictOf = "userId" in read.claims ? userTokenVerdict : accessTokenVerdict;
    try {
      return await verdictOf(this.#db, this.#keys.box, read.claims);
    } catch (error) {
      if (isUnavailable(error)) return refuse("unavailable");
      throw error;
    }
  }
}

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
