import { type Kysely, sql } from "kysely";

/** Users, what they sign in with, application keys, and signing keys that are rotated. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table app_user (
      id uuid primary key,
      login text not null,
      display_name text not null,
      role text not null,
      password_hash text not null,
      secret bytea not null,
      key_id text not null,
      last_code_step bigint,
      session_version integer not null default 1,
      created_at timestamptz not null default now(),
      disabled_at timestamptz
    )`.execute(db);
  await sql`create unique index app_user_login on app_user (login)`.execute(db);

  await sql`
    create table recovery_code (
      user_id uuid not null references app_user (id) on delete cascade,
      digest bytea not null,
      primary key (user_id, digest)
    )`.execute(db);

  await sql`
    create table sign_in_attempt (
      scope text not null,
      key bytea not null,
      failures integer not null,
      last_at timestamptz not null,
      primary key (scope, key)
    )`.execute(db);
  await sql`create index sign_in_attempt_age on sign_in_attempt (last_at)`.execute(db);

  await sql`
    create table application_key (
      id uuid primary key,
      name text not null,
      prefix text not null,
      digest bytea not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      revoked_at timestamptz,
      last_used_at timestamptz
    )`.execute(db);
  await sql`create unique index application_key_prefix on application_key (prefix)`.execute(db);

  await sql`alter table signing_key add column retired_at timestamptz`.execute(db);
  // One key signs, whatever the processes do.
  await sql`create unique index signing_key_signs on signing_key ((true)) where retired_at is null`.execute(
    db,
  );
  await sql`
    alter table access_token
      add column signing_key_id uuid references signing_key (id) on delete set null`.execute(db);
  await sql`update access_token set signing_key_id = (select id from signing_key limit 1)`.execute(db);
  await sql`create index access_token_signing_key on access_token (signing_key_id)`.execute(db);
}
