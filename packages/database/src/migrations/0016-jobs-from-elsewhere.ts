import { type Kysely, sql } from "kysely";

/** A job knows whether it was scheduled by a process that may be called from elsewhere. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table host_scan_job add column from_elsewhere boolean not null default false`.execute(db);
}
