import { type Kysely, sql } from "kysely";

/** Hosts per transaction: a query has its time. */
const PART = 500;

/** What each host has; 300 entries are in all its sections together. */
const USERS = 40;
const SERVICES = 80;
const TASKS = 20;
const SOFTWARE = 160;
export const ENTRIES_PER_HOST = USERS + SERVICES + TASKS + SOFTWARE;

/** An account of every host, one of a single host, and one that every hundredth host has. */
export const EVERYWHERE = "user-1";
export const RARE = "rare";
export const COMMON = "common";

/**
 * Fills an empty database with the inventories of so many hosts, as a server would have written them. Accounts have the
 * same names on all hosts, which is the hardest to page through.
 */
export async function loadEntries<DB>(db: Kysely<DB>, hosts: number): Promise<void> {
  await sql`
    insert into host (id, identity, dns_host_name, name, ssh_port, os, last_scanned_at)
    select gen_random_uuid(), name || ':22', name, name, 22, 'Debian GNU/Linux', now()
    from (select 'host-' || number || '.example.local' as name from generate_series(1, ${hosts}::integer) as number)`.execute(
    db,
  );
  await sql`
    insert into host_section (host_id, section, state, read_state, digest, mark, entries)
    select id, section, 0, 0, 'digest', 'mark', 100 from host, generate_series(0, 4) as section`.execute(db);
  for (let first = 0; first < hosts; first += PART) await loadPart(db, first);
  for (const [account, every] of [
    [RARE, hosts],
    [COMMON, 100],
  ]) {
    await sql`
      insert into host_entry (host_id, section, key, data, account, identifier)
      select id, 0, ${account}::text, json_build_object('name', ${account}::text, 'unixId', 999), ${account}::text, '999'
      from (select id, row_number() over () as number from host) as host where number % ${every}::integer = 0`.execute(
      db,
    );
  }
  await sql`vacuum analyze host, host_section, host_entry`.execute(db);
}

/** Writes the entries of some hosts, from one on. */
async function loadPart<DB>(db: Kysely<DB>, first: number): Promise<void> {
  const hosts = sql`(select id from host order by id offset ${first}::integer limit ${PART}::integer) as host`;
  const users = sql`
    select host.id, 0, key, json_build_object('name', key, 'unixId', number + 1000, 'homeDirectory', '/home/' || key,
      'shell', '/bin/bash', 'privilege', 6, 'isDisabled', false, 'passwordState', 'set'), key, (number + 1000)::text
    from ${hosts}, lateral (
      select number, 'user-' || number as key from generate_series(1, ${USERS}::integer) as number) as of`;
  const services = sql`
    select host.id, 2, key, json_build_object('name', key, 'source', 'systemd', 'startType', 2, 'userName', account,
      'binaryPathName', '/usr/sbin/' || key || ' --config /etc/' || key || '.conf'), account, null
    from ${hosts}, lateral (select 'service-' || number as key, 'user-' || number % ${USERS}::integer as account
      from generate_series(1, ${SERVICES}::integer) as number) as of`;
  const tasks = sql`
    select host.id, 3, key, json_build_object('name', key, 'source', 'cron', 'userName', account), account, null
    from ${hosts}, lateral (select 'task-' || number as key, 'user-' || number as account
      from generate_series(1, ${TASKS}::integer) as number) as of`;
  const software = sql`
    select host.id, 4, key, json_build_object('name', key, 'source', 'dpkg', 'version', '1.2.3-4'), null, null
    from ${hosts}, lateral (select 'package-' || number as key
      from generate_series(1, ${SOFTWARE}::integer) as number) as of`;
  for (const entries of [users, services, tasks, software])
    await sql`insert into host_entry (host_id, section, key, data, account, identifier) ${entries}`.execute(
      db,
    );
}
