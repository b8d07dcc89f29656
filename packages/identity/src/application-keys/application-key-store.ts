import { randomUUID } from "node:crypto";
import type { Result } from "@hostscan/core";
import { invalidMember, nameProblem, notFound, type Rejected } from "@hostscan/core";
import type { Actor, Database, SecretBox } from "@hostscan/database";
import { type AuditAction, audit, changeRows, vouchFor } from "@hostscan/database";
import { type Kysely, sql, type Transaction } from "kysely";
import { lifetimeProblem } from "../tokens/lifetime.ts";
import { makeKey } from "./application-key.ts";

/** The key of an application as it is kept: without the key itself. */
export interface ApplicationKey {
  readonly id: string;
  /** For people; several keys may bear the same. */
  readonly name: string;
  /** First part of the key, by which people tell keys apart. */
  readonly prefix: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
}

/** A key just made; `key` cannot be had again. */
export interface NewApplicationKey extends ApplicationKey {
  readonly key: string;
}

/** The keys that applications (role App) call with. */
export interface ApplicationKeyStore {
  create(request: {
    readonly name: string;
    readonly expiresInSeconds: number;
  }): Promise<Result<NewApplicationKey>>;
  /** All of them, newest first. */
  list(): Promise<ApplicationKey[]>;
  /** Revokes the key with this id or prefix, or all with this name; gives those that were not revoked before. */
  revoke(idPrefixOrName: string): Promise<Result<ApplicationKey[]>>;
}

const COLUMNS = [
  "id",
  "name",
  "prefix",
  "created_at as createdAt",
  "expires_at as expiresAt",
  "revoked_at as revokedAt",
  "last_used_at as lastUsedAt",
] as const;

function rejectionOf(name: string, seconds: number): Rejected | undefined {
  const named = nameProblem(name);
  if (named !== undefined) return invalidMember("name", named);
  const lasting = lifetimeProblem(seconds);
  return lasting === undefined ? undefined : invalidMember("expiresInSeconds", lasting);
}

/** What `actor` creates and revokes is audited under its name. */
export function createApplicationKeyStore(
  db: Kysely<Database>,
  box: SecretBox,
  actor: Actor,
): ApplicationKeyStore {
  const note = (trx: Transaction<Database>, action: AuditAction & `key.${string}`, key: ApplicationKey) => {
    const { id, name, prefix, expiresAt } = key;
    return audit(trx, { actor, action, object: { kind: "key", id }, details: { name, prefix, expiresAt } });
  };

  async function revokeOne(trx: Transaction<Database>, id: string): Promise<ApplicationKey> {
    const row = await changeRows(trx, box, { table: "application_key", id }, () =>
      trx
        .updateTable("application_key")
        .set({ revoked_at: sql`now()` })
        .where("id", "=", id)
        .returning(COLUMNS)
        .executeTakeFirstOrThrow(),
    );
    await note(trx, "key.revoke", row);
    return row;
  }

  return {
    async create({ name, expiresInSeconds }) {
      const rejected = rejectionOf(name, expiresInSeconds);
      if (rejected) return rejected;
      const { key, prefix, digest } = makeKey();
      const expires_at = new Date(Date.now() + expiresInSeconds * 1_000);
      const kept = await db.transaction().execute(async (trx) => {
        const row = await trx
          .insertInto("application_key")
          .values({ id: randomUUID(), name, prefix, digest, expires_at })
          .returning(COLUMNS)
          .executeTakeFirstOrThrow();
        await vouchFor(trx, box, "application_key", row.id);
        await note(trx, "key.create", row);
        return row;
      });
      return { ok: true, value: { ...kept, key } };
    },

    list: () =>
      db.selectFrom("application_key").select(COLUMNS).orderBy("created_at", "desc").orderBy("id").execute(),

    async revoke(called) {
      const revoked = await db.transaction().execute(async (trx) => {
        const valid = await trx
          .selectFrom("application_key")
          .select("id")
          .where(sql<boolean>`(id::text = lower(${called}) or prefix = ${called} or name = ${called})`)
          .where("revoked_at", "is", null)
          .forUpdate()
          .execute();
        return Promise.all(valid.map(({ id }) => revokeOne(trx, id)));
      });
      return revoked.length > 0 ? { ok: true, value: revoked } : notFound(`There is no valid key ${called}.`);
    },
  };
}
