import type { Authentication, TokenVerifier } from "@hostscan/core";
import type { Database } from "@hostscan/database";
import { isUnavailable } from "@hostscan/database";
import type { Kysely } from "kysely";
import { readToken, refuse } from "./read-token.ts";
import type { SigningKeys } from "./signing-keys.ts";
import { accessTokenVerdict, userTokenVerdict } from "./verdicts.ts";

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
