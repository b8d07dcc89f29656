import { type Kysely, sql } from "kysely";

/** Rows of credentials carry a MAC, as those do that grant access. The first start gives them theirs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table credential add column mac bytea, add column mac_key_id text`.execute(db);
}
