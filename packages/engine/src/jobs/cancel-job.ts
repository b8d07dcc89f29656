import { ActionStatus } from "@hostscan/contract";
import type { CallContext, Result } from "@hostscan/core";
import { invalid, notFound } from "@hostscan/core";
import type { Database, HostStatus } from "@hostscan/database";
import { audit, callerActor } from "@hostscan/database";
import { sql, type Transaction } from "kysely";
import { notify } from "../queue/notification.ts";
import type { JobStore } from "./schedule.ts";
import { statusesBefore } from "./transitions.ts";
import { untilReleased } from "./until-released.ts";
import { visibleTo } from "./visible-jobs.ts";

interface CancelledHost {
  readonly id: string;
  readonly statusBefore: HostStatus;
}

/** Cancels the hosts that have not ended, and retires their attempts. */
async function cancelHosts(trx: Transaction<Database>, jobId: string): Promise<CancelledHost[]> {
  const { rows } = await sql<CancelledHost>`
    with unfinished as materialized (
      select id, status from host_scan_host
      where job_id = ${jobId} and status = any (${statusesBefore(ActionStatus.Cancelled)}::smallint[])
      order by id for update
    )
    update host_scan_host as host
    set status = ${ActionStatus.Cancelled}, attempt = attempt + 1, finished_at = now(),
      status_description = null, waits_for = null
    from unfinished where host.id = unfinished.id
    returning host.id, unfinished.status as "statusBefore"`.execute(trx);
  return rows;
}

async function findCancelled(trx: Transaction<Database>, jobId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom("host_scan_host")
    .select("id")
    .where("job_id", "=", jobId)
    .where("status", "=", ActionStatus.Cancelled)
    .execute();
  return rows.map((row) => row.id);
}

/** Cancels what is left of a job; resolves to the hosts that a worker may still be connected to. */
async function cancelInTransaction(
  trx: Transaction<Database>,
  store: JobStore,
  jobId: string,
  { caller, requestId }: CallContext,
): Promise<Result<readonly string[]>> {
  // Cancelling calls for one job take turns.
  const visible = visibleTo(caller, store.jobsOf);
  const job = await sql`select id from host_scan_job where id = ${jobId} and ${visible} for update`.execute(
    trx,
  );
  if (job.rows.length === 0) return notFound(`No host scan job has the id ${jobId}.`);
  const hosts = await cancelHosts(trx, jobId);
  if (hosts.length === 0) {
    const earlier = await findCancelled(trx, jobId);
    if (earlier.length === 0) return invalid([], `The host scan job ${jobId} has already ended.`);
    return { ok: true, value: earlier };
  }
  const idsOf = (some: readonly CancelledHost[]) => some.map(({ id }) => id);
  const running = hosts.filter(({ statusBefore }) => statusBefore === ActionStatus.Running);
  const queued = hosts.filter(({ statusBefore }) => statusBefore === ActionStatus.Queued);
  // The entry of a running one is removed by its worker, once nothing is open any more.
  await store.queue.remove(trx, idsOf(queued));
  await audit(trx, {
    actor: callerActor(caller),
    action: "job.cancel",
    object: { kind: "job", id: jobId },
    requestId,
    details: { hosts: hosts.length },
  });
  await notify(trx, { kind: "cancelled", jobId });
  store.log.info({ jobId, requestId, queued: queued.length, running: running.length }, "job cancelled");
  return { ok: true, value: idsOf(running) };
}

/**
 * `CancelJob`: cancels what is left of a job, in one transaction with the queue, and tells every worker to abort the
 * job's scans. Resolves once no process is connected to a host for the job, nor will be. To cancel a cancelled job
 * again changes nothing; a job that ended otherwise keeps its result.
 */
export async function cancelJob(store: JobStore, jobId: string, context: CallContext): Promise<Result<void>> {
  const id = jobId.toLowerCase();
  const cancelled = await store.db
    .transaction()
    .execute((trx) => cancelInTransaction(trx, store, id, context));
  if (!cancelled.ok) return cancelled;
  await untilReleased(store, id, cancelled.value);
  return { ok: true, value: undefined };
}
