import { randomUUID } from "node:crypto";
import type { Result } from "@hostscan/core";
import { invalidMember, nameProblem, notFound, type Rejected } from "@hostscan/core";
import type { Actor, Database } from "@hostscan/database";
import { type AuditAction, audit, changeRows, vouchFor } from "@hostscan/database";
import { SignJWT } from "jose";
import { type Kysely, sql, type Transaction } from "kysely";
import { ALGORITHM, AUDIENCE, ISSUER } from "./claims.ts";
import { lifetimeProblem } from "./lifetime.ts";
import type { SigningKey } from "./signing-key.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** An access token as it is kept: without the token itself. */
export interface AccessToken {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/** An access token just issued; `token` is the signed JWT, which cannot be had again. */
export interface IssuedToken extends AccessToken {
  readonly token: string;
}

/** A token to issue. */
export interface TokenRequest {
  /** For people; several tokens may bear the same. */
  readonly name: string;
  readonly role: string;
  readonly expiresInSeconds: number;
}

/** The access tokens of an installation. */
export interface TokenStore {
  issue(request: TokenRequest): Promise<Result<IssuedToken>>;
  /** All of them, newest first. */
  list(): Promise<AccessToken[]>;
  /** Revokes the token with this id, or all with this name; gives those that were not revoked before. */
  revoke(idOrName: string): Promise<Result<AccessToken[]>>;
}

const COLUMNS = [
  "id",
  "name",
  "role",
  "created_at as createdAt",
  "expires_at as expiresAt",
  "revoked_at as revokedAt",
] as const;

function rejectionOf({ name, role, expiresInSeconds }: TokenRequest): Rejected | undefined {
  const named = nameProblem(name);
  if (named !== undefined) return invalidMember("name", named);
  if (!/^[A-Za-z]{1,64}$/.test(role)) return invalidMember("role", "must be a word of at most 64 letters");
  const lasting = lifetimeProblem(expiresInSeconds);
  return lasting === undefined ? undefined : invalidMember("expiresInSeconds", lasting);
}

function sign(
  { id, name, role, createdAt, expiresAt }: AccessToken,
  { id: kid, key }: SigningKey,
): Promise<string> {
  return new SignJWT({ name, role })
    .setProtectedHeader({ alg: ALGORITHM, typ: "JWT", kid })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(id)
    .setJti(id)
    .setIssuedAt(createdAt)
    .setExpirationTime(expiresAt)
    .sign(key);
}

/** What `actor` issues and revokes is audited under its name. */
export function createTokenStore(db: Kysely<Database>, keys: SigningKeys, actor: Actor): TokenStore {
  const note = (trx: Transaction<Database>, action: AuditAction, token: AccessToken) => {
    const { id, name, role, expiresAt } = token;
    return audit(trx, { actor, action, object: { kind: "token", id }, details: { name, role, expiresAt } });
  };

  async function revokeOne(trx: Transaction<Database>, id: string): Promise<AccessToken> {
    const row = await changeRows(trx, keys.box, { table: "access_token", id }, () =>
      trx
        .updateTable("access_token")
        .set({ revoked_at: sql`now()` })
        .where("id", "=", id)
        .returning(COLUMNS)
        .executeTakeFirstOrThrow(),
    );
    await note(trx, "token.revoke", row);
    return row;
  }

  return {
    async issue(request) {
      const rejected = rejectionOf(request);
      if (rejected) return rejected;
      const { name, role, expiresInSeconds } = request;
      // A token's times are whole seconds.
      const expiresAt = new Date((Math.floor(Date.now() / 1_000) + expiresInSeconds) * 1_000);
      const signingKey = await keys.signing();
      const kept = await db.transaction().execute(async (trx) => {
        const row = await trx
          .insertInto("access_token")
          .values({ id: randomUUID(), name, role, expires_at: expiresAt, signing_key_id: signingKey.id })
          .returning(COLUMNS)
          .executeTakeFirstOrThrow();
        await vouchFor(trx, keys.box, "access_token", row.id);
        await note(trx, "token.issue", row);
        return row;
      });
      return { ok: true, value: { ...kept, token: await sign(kept, signingKey) } };
    },

    list: () =>
      db.selectFrom("access_token").select(COLUMNS).orderBy("created_at", "desc").orderBy("id").execute(),

    async revoke(idOrName) {
      const revoked = await db.transaction().execute(async (trx) => {
        const valid = await trx
          .selectFrom("access_token")
          .select("id")
          .where(sql<boolean>`(id::text = lower(${idOrName}) or name = ${idOrName})`)
          .where("revoked_at", "is", null)
          .forUpdate()
          .execute();
        return Promise.all(valid.map(({ id }) => revokeOne(trx, id)));
      });
      return revoked.length > 0
        ? { ok: true, value: revoked }
        : notFound(`There is no valid token ${idOrName}.`);
    },
  };
}
