import { type Kysely, sql } from "kysely";

/**
 * Attempts to sign in are counted when they have failed, tokens of the first step are good once, and callers have
 * quotas. What was counted so far is forgotten: it was counted by other things.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`delete from sign_in_attempt`.execute(db);
  await sql`
    alter table sign_in_attempt
      add column pending integer not null default 0,
      add column pending_at timestamptz not null default clock_timestamp(),
      add column login bytea`.execute(db);
  await sql`create index sign_in_attempt_login on sign_in_attempt (login) where login is not null`.execute(
    db,
  );
  await sql`
    create table first_step (
      id uuid primary key,
      tries integer not null,
      used boolean not null default false,
      expires_at timestamptz not null
    )`.execute(db);
  await sql`create index first_step_end on first_step (expires_at)`.execute(db);
  await sql`
    create table quota_use (
      caller text primary key,
      since timestamptz not null,
      jobs integer not null,
      hosts integer not null
    )`.execute(db);
  await sql`create index quota_use_age on quota_use (since)`.execute(db);
  // The hosts that nobody has scanned for long are found by it.
  await sql`create index host_age on host (updated_at)`.execute(db);
}
