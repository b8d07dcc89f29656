import { type Kysely, sql } from "kysely";

/** A host may have several keys by one protocol: each that it showed is kept, not the last one alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table seen_key (
      host_id uuid not null references host (id) on delete cascade,
      protocol text not null check (protocol in ('ssh', 'winrm', 'rdp')),
      thumbprint text not null,
      algorithm text,
      first_seen timestamptz,
      last_seen timestamptz not null,
      primary key (host_id, protocol, thumbprint)
    ) with (fillfactor = 80)`.execute(db);
  await sql`
    insert into seen_key (host_id, protocol, thumbprint, algorithm, first_seen, last_seen)
    select host_id, protocol, observed_thumbprint, observed_algorithm, first_seen, coalesce(last_seen, now())
    from trust_record where observed_thumbprint is not null`.execute(db);
}
