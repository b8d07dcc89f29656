import { ActionStatus } from "@hostscan/contract";
import type { Database } from "@hostscan/database";
import { type Kysely, sql } from "kysely";

/** What waits to be scanned, by whichever process. */
export interface Backlog {
  readonly hosts: number;
  /** Seconds since the oldest job was scheduled that has a host which waits; 0 where none does. */
  readonly oldestSeconds: number;
}

/** Counts what waits, by an index that holds nothing else. */
export async function readBacklog(db: Kysely<Database>): Promise<Backlog> {
  const { rows } = await sql<Backlog>`
    select coalesce(sum(waiting.hosts), 0)::integer as hosts,
      coalesce(extract(epoch from clock_timestamp() - min(job.created_at)), 0)::float8 as "oldestSeconds"
    from (
      select job_id, count(*) as hosts from host_scan_host
      where status = ${sql.lit(ActionStatus.Queued)} group by job_id
    ) as waiting join host_scan_job as job on job.id = waiting.job_id`.execute(db);
  return rows[0] ?? { hosts: 0, oldestSeconds: 0 };
}
