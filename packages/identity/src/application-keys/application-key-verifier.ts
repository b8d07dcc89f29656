import { timingSafeEqual } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Authentication, applicationName, type TokenVerifier } from "@hostscan/core";
import {
  type Database,
  GRANTING,
  isIntact,
  isUnavailable,
  type SecretBox,
  tellRefusedRow,
} from "@hostscan/database";
import { type Kysely, sql } from "kysely";
import { refuse } from "../tokens/read-token.ts";
import { digestOf, prefixOf } from "./application-key.ts";

/** Looks up what several callers ask for at the same time, at most one query at a time. */
interface SharedLookUp<Row> {
  /** The row of a key as it stands when asked; undefined where there is none. Rejects as the query does. */
  find(key: string): Promise<Row | undefined>;
}

interface SharedLookUpOptions<Row> {
  /** Finds the rows of some keys, by their keys. */
  read(keys: readonly string[]): Promise<ReadonlyMap<string, Row>>;
  /** The least time from the beginning of one query to that of the next, in milliseconds. */
  readonly spacingMs: number;
  /** The most keys of one query; others wait for the next. */
  readonly perQuery: number;
}

interface Asked<Row> {
  readonly key: string;
  resolve(row: Row | undefined): void;
  reject(error: unknown): void;
}

/**
 * Whatever is asked for, the database sees one query at a time, and so many a second: keys that somebody makes up, each a
 * new one that no cache can know, cost it no more than that. Nothing is remembered, so that a row made just now is found.
 */
export function shareLookUps<Row>(options: SharedLookUpOptions<Row>): SharedLookUp<Row> {
  const { read, spacingMs, perQuery } = options;
  let waiting: Asked<Row>[] = [];
  let running = false;
  let lastBegun = Number.NEGATIVE_INFINITY;

  async function answer(batch: readonly Asked<Row>[]): Promise<void> {
    try {
      const rows = await read([...new Set(batch.map(({ key }) => key))]);
      for (const { key, resolve } of batch) resolve(rows.get(key));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      const rest = lastBegun + spacingMs - performance.now();
      if (rest > 0) await sleep(rest);
      lastBegun = performance.now();
      const batch = waiting.slice(0, perQuery);
      waiting = waiting.slice(perQuery);
      await answer(batch);
    }
    running = false;
  }

  return {
    find: (key) =>
      new Promise((resolve, reject) => {
        waiting.push({ key, resolve, reject });
        if (!running) void run();
      }),
  };
}

const ROLE = "App";

/** The most that keys cost the database, also when they are made up: 50 queries a second, each of so many prefixes. */
const LOOK_UPS = { spacingMs: 20, perQuery: 500 };

/** The keys with these prefixes, each of which one key has at most. */
function readRows(db: Kysely<Database>, prefixes: readonly string[]) {
  return db
    .selectFrom("application_key")
    .select([...GRANTING.application_key, "mac", "mac_key_id"])
    .select(sql<boolean>`expires_at <= now()`.as("expired"))
    .where("prefix", "in", prefixes)
    .execute();
}

/** Checks keys of applications: found by their prefix, compared by their digest in constant time. */
export class ApplicationKeyVerifier implements TokenVerifier {
  readonly #db: Kysely<Database>;
  readonly #box: SecretBox;

  readonly #rows: SharedLookUp<Awaited<ReturnType<typeof readRows>>[number]>;

  constructor(db: Kysely<Database>, box: SecretBox) {
    this.#db = db;
    this.#box = box;
    this.#rows = shareLookUps({
      ...LOOK_UPS,
      read: async (prefixes) => new Map((await readRows(db, prefixes)).map((row) => [row.prefix, row])),
    });
  }

  /** Whether a token has the form of a key. */
  recognises(token: string): boolean {
    return prefixOf(token) !== undefined;
  }

  async verify(token: string): Promise<Authentication> {
    try {
      return await this.#lookUp(token, prefixOf(token) ?? "");
    } catch (error) {
      if (isUnavailable(error)) return refuse("unavailable");
      throw error;
    }
  }

  async #lookUp(token: string, prefix: string): Promise<Authentication> {
    const row = await this.#rows.find(prefix);
    if (row === undefined || !timingSafeEqual(row.digest, digestOf(token))) return refuse("unknown");
    if (row.revoked_at !== null) return refuse("revoked");
    if (row.expired) return refuse("expired");
    const { id, name } = row;
    if (!(await isIntact(this.#db, this.#box, "application_key", row))) {
      await tellRefusedRow(this.#db, { table: "application_key", id, actor: { kind: "token", name, id } });
      return refuse("unknown");
    }
    await this.#recordUse(row.id);
    const caller = { subject: row.id, name: row.name, role: ROLE, identity: applicationName(row.name) };
    return { ok: true, caller, expiresAt: row.expires_at };
  }

  /** At most once a minute, however often the key is used and by however many processes. */
  async #recordUse(id: string): Promise<void> {
    await this.#db
      .updateTable("application_key")
      .set({ last_used_at: sql`now()` })
      .where("id", "=", id)
      .where(sql<boolean>`coalesce(last_used_at < now() - interval '1 minute', true)`)
      .execute();
  }
}
