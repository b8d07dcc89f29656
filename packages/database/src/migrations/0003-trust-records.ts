import { type Kysely, sql } from "kysely";

/** A record of trust per host and protocol, in place of two columns of `host`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table trust_record (
      host_id uuid not null references host (id) on delete cascade,
      protocol text not null check (protocol in ('ssh', 'winrm', 'rdp')),
      pinned_thumbprint text,
      pinned_algorithm text,
      observed_thumbprint text,
      observed_algorithm text,
      first_seen timestamptz,
      last_seen timestamptz,
      accepted_how text check (accepted_how in ('request', 'first discovery', 'command')),
      accepted_by text,
      accepted_at timestamptz,
      primary key (host_id, protocol),
      check (pinned_thumbprint is not null or accepted_how is null),
      check (num_nulls(accepted_how, accepted_by, accepted_at) in (0, 3))
    ) with (fillfactor = 80)`.execute(db);
  // As of then, only an SSH key has a thumbprint in OpenSSH's form, and Linux and Cisco show no certificate. What was
  // discovered so far are SSH keys.
  await sql`
    insert into trust_record (host_id, protocol, pinned_thumbprint)
    select id,
      case when trusted_thumbprint like 'SHA256:%' or platform in ('Linux', 'Cisco') or certificate_type = 2 then 'ssh'
        when certificate_type = 1 then 'rdp' else 'winrm' end,
      trusted_thumbprint
    from host where trusted_thumbprint is not null`.execute(db);
  await sql`
    insert into trust_record (host_id, protocol, observed_thumbprint)
    select id, 'ssh', discovered_thumbprint from host where discovered_thumbprint is not null
    on conflict (host_id, protocol) do update set observed_thumbprint = excluded.observed_thumbprint`.execute(
    db,
  );
  await sql`alter table host drop column trusted_thumbprint, drop column discovered_thumbprint`.execute(db);
}
