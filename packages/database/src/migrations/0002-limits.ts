import { type Kysely, sql } from "kysely";

/** What limits on scans and the pause of a credential are kept in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table credential
      add column secret_version integer not null default 1,
      add column proven boolean not null default false,
      add column denials integer not null default 0,
      add column paused_at timestamptz`.execute(db);
  await sql`
    alter table host_scan_host
      add column credential_id uuid,
      add column network text not null default '',
      add column login_attempt integer,
      add column held_at timestamptz`.execute(db);
  // The first of those held back for one credential and network are found without a look at the others.
  await sql`
    create index host_scan_host_held on host_scan_host (credential_id, network, position, held_at)
    where status = 0 and held_at is not null`.execute(db);
}
