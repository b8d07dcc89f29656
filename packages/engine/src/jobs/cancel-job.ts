import { performance } from "node:perf_hooks";
import { ActionStatus } from "@hostscan/contract";
import { type CallContext, invalid, notFound, type Result } from "@hostscan/core";
import { audit, callerActor, type Database, type HostStatus, isUnavailable } from "@hostscan/database";
import { sql, type Transaction } from "kysely";
import { notify, readNotification } from "../queue/notification.ts";
import { HEARTBEAT_SECONDS } from "../queue/scan-queue-options.ts";
import { createWakeUp, type WakeUp } from "../queue/wake-up.ts";
import { visibleTo } from "../visibility/visible-jobs.ts";
import type { JobStore } from "./schedule.ts";
import { statusesBefore } from "./transitions.ts";

/**
 * After so long no worker is connected, whatever became of it: a lease that was valid when the hosts were cancelled
 * cannot be renewed afterwards, and a worker whose lease has ended opens nothing more.
 */
const LONGEST_MS = HEARTBEAT_SECONDS * 1_000;

/** Until the queue is looked at although nothing was heard. */
const POLL_MS = 250;

/** The answer, or another one while the database is out of reach. */
async function reaching<T>({ log }: JobStore, answer: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    log.warn({ err: error }, "database out of reach");
    return otherwise;
  }
}

/** Wakes up when a worker has let go of hosts of the job; resolves to the function that ends it. */
async function listen({ queue, log }: JobStore, jobId: string, wakeUp: WakeUp): Promise<() => void> {
  const onPayload = (payload: string) => {
    const heard = readNotification(payload);
    if (heard?.kind === "released" && heard.jobId === jobId) wakeUp.wake();
  };
  try {
    return await queue.listen({ onPayload, onConnect: () => wakeUp.wake() });
  } catch (error) {
    log.warn({ err: error }, "notifications are not heard");
    return () => undefined;
  }
}

/**
 * Waits until no worker is connected to these hosts of a cancelled job any more. A worker says so by removing the
 * host's queue entry; of one that is lost, the end of its lease is waited for. Call it when the cancellation is
 * committed.
 */
async function untilReleased(store: JobStore, jobId: string, ids: readonly string[]): Promise<void> {
  const { db, queue, log } = store;
  const endsAt = performance.now() + LONGEST_MS;
  const findHeld = (among: readonly string[]) => reaching(store, queue.remaining(db, among), among);
  let held = ids.length === 0 ? ids : await findHeld(ids);
  if (held.length === 0) return;
  const wakeUp = createWakeUp();
  const stopListening = await listen(store, jobId, wakeUp);
  try {
    while (held.length > 0 && performance.now() < endsAt) {
      await wakeUp.sleep(Math.min(POLL_MS, endsAt - performance.now()));
      held = await findHeld(held);
    }
  } finally {
    stopListening();
  }
  if (held.length === 0) return;
  log.warn({ jobId, hosts: held.length }, "cancelled without word from a worker: its leases have ended");
  // Nobody is going to take them for held any more.
  const removal = db.transaction().execute((trx) => queue.remove(trx, held));
  await reaching(store, removal, undefined);
}

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
