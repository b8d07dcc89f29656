import { ActionStatus } from "@hostscan/contract";
import type { Database } from "@hostscan/database";
import { type Kysely, sql, type Transaction } from "kysely";

const { Queued, Running, Complete, Failed, Cancelled, CompletedWithErrors } = ActionStatus;
const n = sql.lit<number>;

/** SQL of the status of a row of `host_scan_job` as it follows from its hosts: what `jobStatus` tells of them. */
export const statusFromHosts = sql<number>`(
  select case
    when bool_and(status = ${n(Queued)} and attempt = 0) then ${n(Queued)}
    when bool_or(status in (${n(Queued)}, ${n(Running)})) then ${n(Running)}
    when bool_or(status = ${n(Cancelled)}) then ${n(Cancelled)}
    when bool_and(status = ${n(Complete)}) then ${n(Complete)}
    when bool_and(status = ${n(Failed)}) then ${n(Failed)}
    else ${n(CompletedWithErrors)}
  end from host_scan_host where job_id = host_scan_job.id)`;

/** Jobs of one transaction, so that it is short. */
const JOBS = 1_000;

interface Place {
  readonly at: string;
  readonly id: string;
}

/** Notes those of the next jobs that have ended; resolves to the last one that was looked at. */
async function noteNext(trx: Transaction<Database>, after: Place | undefined): Promise<Place | undefined> {
  const behind = after ? sql`and (created_at, id) > (${after.at}::timestamptz, ${after.id}::uuid)` : sql``;
  const { rows } = await sql<Place & { isOpen: boolean }>`
    select created_at::text as at, id, exists (
      select from host_scan_host as scan
      where scan.job_id = host_scan_job.id and scan.status in (${n(Queued)}, ${n(Running)})
    ) as "isOpen"
    from host_scan_job where ended_as is null ${behind}
    order by created_at, id limit ${JOBS} for no key update skip locked`.execute(trx);
  const ended = rows.filter(({ isOpen }) => !isOpen).map(({ id }) => id);
  // By a statement of its own: it sees the hosts as they are now that nobody removes one from these jobs.
  if (ended.length > 0)
    await sql`
      update host_scan_job set ended_as = ${statusFromHosts} where id = any (${ended}::uuid[])`.execute(trx);
  return rows.at(-1);
}

/**
 * Notes the status of jobs that have ended; one that somebody has locked is left for another time. Nothing depends on
 * when this is done, but how fast the jobs of a status are found.
 */
export async function noteEndedJobs(db: Kysely<Database>, signal: AbortSignal): Promise<void> {
  let last: Place | undefined;
  do last = await db.transaction().execute((trx) => noteNext(trx, last));
  while (last !== undefined && !signal.aborted);
}
