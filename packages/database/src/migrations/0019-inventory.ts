import { type Kysely, sql } from "kysely";

/** What scans read of hosts beside their facts, section by section, and what they found changed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table host_section (
      host_id uuid not null references host (id) on delete cascade,
      section smallint not null,
      state smallint not null,
      read_state smallint,
      description text,
      digest text not null,
      mark text not null,
      entries integer not null,
      fleeting bytea,
      changed_at timestamptz not null default now(),
      primary key (host_id, section)
    )`.execute(db);
  await sql`
    create table host_entry (
      host_id uuid not null references host (id) on delete cascade,
      section smallint not null,
      key text collate "C" not null,
      data jsonb not null,
      account text collate "C",
      account_base text collate "C",
      identifier text collate "C",
      primary key (host_id, section, key)
    )`.execute(db);
  // An account is found over all hosts without a look at the entries of others, in the order of its pages.
  await sql`
    create index host_entry_account on host_entry (account, host_id) where account is not null`.execute(db);
  await sql`
    create index host_entry_account_base on host_entry (account_base, account, host_id)
    where account_base is not null`.execute(db);
  await sql`
    create index host_entry_identifier on host_entry (identifier, account, host_id)
    where identifier is not null`.execute(db);
  await sql`
    create table inventory_change (
      id uuid primary key default gen_random_uuid(),
      host_id uuid not null references host (id) on delete cascade,
      job_id uuid not null,
      section smallint not null,
      kind smallint not null,
      entry_name text not null,
      before jsonb,
      after jsonb,
      at timestamptz not null default now()
    )`.execute(db);
  await sql`create index inventory_change_newest on inventory_change (at, id)`.execute(db);
  await sql`create index host_of_owner on host (owner) where owner is not null`.execute(db);
  await sql`create index inventory_change_of_host on inventory_change (host_id, at, id)`.execute(db);
}
