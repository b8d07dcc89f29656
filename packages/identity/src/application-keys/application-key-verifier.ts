import { timingSafeEqual } from "node:crypto";
import type { Authentication, TokenVerifier } from "@hostscan/core";
import { applicationName } from "@hostscan/core";
import type { Database, SecretBox } from "@hostscan/database";
import { GRANTING, isIntact, isUnavailable, tellRefusedRow } from "@hostscan/database";
import { type Kysely, sql } from "kysely";
import { refuse } from "../tokens/read-token.ts";
import { digestOf, prefixOf } from "./application-key.ts";
import { type SharedLookUp, shareLookUps } from "./shared-look-up.ts";

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
