import type { Authentication, TokenVerifier } from "@hostscan/server";
import { errors, type JWTHeaderParameters, type JWTPayload, jwtVerify } from "jose";
import type { Kysely } from "kysely";
import { isUnavailable } from "../database/is-unavailable.ts";
import type { Database } from "../database/tables.ts";
import { ALGORITHM, AUDIENCE, ISSUER } from "./claims.ts";
import type { SigningKey } from "./signing-key.ts";

type Refusal = Extract<Authentication, { readonly ok: false }>;

/** Claims of a token that we signed. */
interface Claims extends JWTPayload {
  readonly sub: string;
  readonly exp: number;
  readonly name: string;
  readonly role: string;
}

function refuse(reason: Refusal["reason"]): Refusal {
  return { ok: false, reason };
}

function reasonOf(error: unknown): Refusal["reason"] {
  if (error instanceof errors.JWTExpired) return "expired";
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) return "malformed";
  return "unknown";
}

/** Checks access tokens: first the signature and the claims, then in the database whether they were revoked. */
export class PostgresTokenVerifier implements TokenVerifier {
  readonly #db: Kysely<Database>;
  readonly #signingKey: SigningKey;

  constructor(db: Kysely<Database>, signingKey: SigningKey) {
    this.#db = db;
    this.#signingKey = signingKey;
  }

  async verify(token: string): Promise<Authentication> {
    let claims: Claims;
    try {
      claims = await this.#read(token);
    } catch (error) {
      return refuse(reasonOf(error));
    }
    try {
      return await this.#lookUp(claims);
    } catch (error) {
      if (isUnavailable(error)) return refuse("unavailable");
      throw error;
    }
  }

  async #read(token: string): Promise<Claims> {
    const keyFor = ({ kid }: JWTHeaderParameters) => {
      if (kid === this.#signingKey.id) return this.#signingKey.key;
      throw new errors.JWKSNoMatchingKey();
    };
    const { payload } = await jwtVerify<Claims>(token, keyFor, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ["sub", "exp", "name", "role"],
    });
    return payload;
  }

  async #lookUp({ sub, exp, name, role }: Claims): Promise<Authentication> {
    const row = await this.#db
      .selectFrom("access_token")
      .select("revoked_at")
      .where("id", "=", sub)
      .executeTakeFirst();
    if (row === undefined) return refuse("unknown");
    if (row.revoked_at !== null) return refuse("revoked");
    return { ok: true, caller: { subject: sub, name, role }, expiresAt: new Date(exp * 1_000) };
  }
}
