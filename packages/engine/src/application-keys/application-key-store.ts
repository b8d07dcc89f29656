import { randomUUID } from "node:crypto";
import type { Outcome } from "@hostscan/server";
import { type Kysely, sql } from "kysely";
import type { Database } from "../database/tables.ts";
import { invalid, notFound } from "../jobs/rejection.ts";
import { nameProblem } from "../names/name.ts";
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
  }): Promise<Outcome<NewApplicationKey>>;
  /** All of them, newest first. */
  list(): Promise<ApplicationKey[]>;
  /** Revokes the key with this id or prefix, or all with this name; gives those that were not revoked before. */
  revoke(idPrefixOrName: string): Promise<Outcome<ApplicationKey[]>>;
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

const LONGEST_SECONDS = 10 * 366 * 86_400;

function problemOf(name: string, seconds: number): [path: string, message: string] | undefined {
  const wrong = nameProblem(name);
  if (wrong !== undefined) return ["name", wrong];
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= LONGEST_SECONDS) return undefined;
  return ["expiresInSeconds", `must be from 1 to ${LONGEST_SECONDS}`];
}

export function createApplicationKeyStore(db: Kysely<Database>): ApplicationKeyStore {
  return {
    async create({ name, expiresInSeconds }) {
      const problem = problemOf(name, expiresInSeconds);
      if (problem)
        return invalid([{ path: problem[0], message: problem[1] }], `${problem[0]} ${problem[1]}.`);
      const { key, prefix, digest } = makeKey();
      const expires_at = new Date(Date.now() + expiresInSeconds * 1_000);
      const kept = await db
        .insertInto("application_key")
        .values({ id: randomUUID(), name, prefix, digest, expires_at })
        .returning(COLUMNS)
        .executeTakeFirstOrThrow();
      return { ok: true, value: { ...kept, key } };
    },

    list: () =>
      db.selectFrom("application_key").select(COLUMNS).orderBy("created_at", "desc").orderBy("id").execute(),

    async revoke(called) {
      const revoked = await db
        .updateTable("application_key")
        .set({ revoked_at: sql`now()` })
        .where(sql<boolean>`(id::text = lower(${called}) or prefix = ${called} or name = ${called})`)
        .where("revoked_at", "is", null)
        .returning(COLUMNS)
        .execute();
      return revoked.length > 0 ? { ok: true, value: revoked } : notFound(`There is no valid key ${called}.`);
    },
  };
}
