import { type Kysely, sql, type Transaction } from "kysely";

/** Hosts that the jobs are spread over. */
const HOSTS = 1_000;

/** Fills an empty database with ended jobs of one host each, one second apart, as a server would have written them. */
export async function loadJobs<DB>(db: Kysely<DB>, jobs: number): Promise<void> {
  await db.transaction().execute((trx) => insertJobs(trx, jobs));
  await sql`vacuum analyze host_scan_job, host_scan_host`.execute(db);
}

async function insertJobs<DB>(db: Transaction<DB>, jobs: number): Promise<void> {
  // A million rows take longer than any statement of the server may.
  await sql`set local statement_timeout = 0`.execute(db);
  await sql`
    insert into host (id, identity, dns_host_name, ssh_port)
    select gen_random_uuid(), name || ':22', name, 22
    from (select 'host-' || number || '.example.local' as name from generate_series(1, ${HOSTS}) as number)`.execute(
    db,
  );
  await sql`
    insert into host_scan_job (id, created_by, created_from, request_id, host_count, created_at)
    select gen_random_uuid(), 'bench', '127.0.0.1', 'bench', 1, now() - number * interval '1 second'
    from generate_series(1, ${jobs}::integer) as number`.execute(db);
  await sql`
    insert into host_scan_host (id, job_id, host_id, position, status, name, dns_host_name, os, ip_address, version,
      attempt, started_at, finished_at)
    select gen_random_uuid(), job.id, host.id, 0, 2, host.dns_host_name, host.dns_host_name, 'Debian GNU/Linux',
      '192.0.2.1', '12', 1, job.created_at, job.created_at
    from (select id, created_at, row_number() over () % ${HOSTS} as number from host_scan_job) as job
    join (select id, dns_host_name, row_number() over () - 1 as number from host) as host using (number)`.execute(
    db,
  );
}
