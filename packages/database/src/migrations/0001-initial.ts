import { type Kysely, sql } from "kysely";

/** Tables of the first version. The queue's own schema is made by pg-boss. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table credential (
      id uuid primary key,
      name text not null,
      username text not null,
      secret bytea not null,
      key_id text not null,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create unique index credential_name on credential (name)`.execute(db);

  await sql`
    create table host (
      id uuid primary key,
      identity text not null,
      name text,
      dns_host_name text,
      ip_address text,
      observed_ip_address text,
      ssh_port integer not null,
      platform text,
      os text,
      version text,
      credential_id uuid references credential (id),
      trust_action smallint,
      accept_first_discovery boolean,
      certificate_type smallint,
      trusted_thumbprint text,
      discovered_thumbprint text,
      source text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      last_scanned_at timestamptz
    )`.execute(db);
  await sql`create unique index host_identity on host (identity)`.execute(db);
  await sql`create index host_credential on host (credential_id)`.execute(db);

  await sql`
    create table host_scan_job (
      id uuid primary key,
      created_by text not null,
      created_from text not null,
      request_id text not null,
      host_count integer not null,
      created_at timestamptz not null default clock_timestamp()
    )`.execute(db);
  await sql`create index host_scan_job_newest on host_scan_job (created_at desc, id desc)`.execute(db);

  await sql`
    create table host_scan_host (
      id uuid primary key,
      job_id uuid not null references host_scan_job (id) on delete cascade,
      host_id uuid not null references host (id),
      position integer not null,
      status smallint not null default 0,
      failure_reason smallint not null default 0,
      status_description text,
      attempt integer not null default 0,
      tries smallint not null default 0,
      losses smallint not null default 0,
      name text,
      dns_host_name text,
      ip_address text,
      os text,
      version text,
      started_at timestamptz,
      finished_at timestamptz
    )`.execute(db);
  await sql`create unique index host_scan_host_of_job on host_scan_host (job_id, position)`.execute(db);
  await sql`create index host_scan_host_of_host on host_scan_host (host_id)`.execute(db);
  // A host is never scanned twice at once, whatever the processes do.
  await sql`create unique index host_scan_host_running on host_scan_host (host_id) where status = 1`.execute(
    db,
  );

  await sql`
    create table idempotency (
      subject text not null,
      operation text not null,
      key text not null,
      digest bytea not null,
      answer text not null,
      created_at timestamptz not null default now(),
      primary key (subject, operation, key)
    )`.execute(db);
  await sql`create index idempotency_age on idempotency (created_at)`.execute(db);

  await sql`
    create table access_token (
      id uuid primary key,
      name text not null,
      role text not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      revoked_at timestamptz
    )`.execute(db);
  await sql`
    create table signing_key (
      id uuid primary key,
      secret bytea not null,
      key_id text not null,
      created_at timestamptz not null default now()
    )`.execute(db);
}
