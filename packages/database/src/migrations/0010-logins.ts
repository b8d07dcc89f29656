import { type Kysely, sql } from "kysely";

/**
 * Logins that may be presented and those that were refused, and hosts that wait for their credential. The column
 * `login_attempt` stays for processes of before, until they have ended.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table credential
      add column paused_by text,
      add column logins_from timestamptz`.execute(db);
  await sql`
    create table login_permit (
      host_scan_host_id uuid not null,
      attempt integer not null,
      credential_id uuid not null references credential on delete cascade,
      secret_version integer not null,
      granted_at timestamptz not null default clock_timestamp(),
      primary key (host_scan_host_id, attempt)
    )`.execute(db);
  await sql`create index login_permit_credential on login_permit (credential_id, granted_at)`.execute(db);
  await sql`
    create table login_refusal (
      credential_id uuid not null references credential on delete cascade,
      host_id uuid not null references host on delete cascade,
      caller text not null,
      pinned boolean not null,
      in_a_row integer not null,
      counted integer not null,
      refused_at timestamptz not null,
      primary key (credential_id, host_id)
    )`.execute(db);
  await sql`
    create index login_refusal_counted on login_refusal (credential_id, pinned, caller)
    where counted > 0`.execute(db);
  await sql`
    alter table host_scan_host
      add column waits_for text,
      add column waiting_since timestamptz,
      add column give_backs integer not null default 0`.execute(db);
  await sql`
    create index host_scan_host_for_credential on host_scan_host (credential_id, waits_for, position)
    where status = 0 and waits_for is not null`.execute(db);
  await sql`
    create index host_scan_host_for_credential_since on host_scan_host (waiting_since)
    where status = 0 and waits_for is not null`.execute(db);
}
