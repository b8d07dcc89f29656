import { callerName, type Result, type SchedulingContext } from "@hostscan/core";
import { audit, callerActor, type Database } from "@hostscan/database";
import type { Kysely, Transaction } from "kysely";
import type { Logger } from "pino";
import type { ScanNetworks } from "../networks/scan-networks.ts";
import type { ScanQueue } from "../queue/scan-queue.ts";
import { contentDigest } from "../repeatable/content-digest.ts";
import { repeatable } from "../repeatable/repeatable.ts";
import type { JobsOf } from "../visibility/visible-jobs.ts";
import { type HostToScan, insertJobs } from "./insert-jobs.ts";
import type { HostScanJobStatus } from "./job-status.ts";
import { type Amount, type Quotas, refuseUsedUp, spendQuota } from "./quotas.ts";

/** What the scheduling operations work with. */
export interface JobStore {
  readonly db: Kysely<Database>;
  readonly queue: ScanQueue;
  /** Where scans may go. */
  readonly networks: ScanNetworks;
  /** What each caller may schedule. */
  readonly quotas: Quotas;
  /** Whose jobs an application sees and cancels. */
  readonly jobsOf: JobsOf;
  readonly log: Logger;
}

/** One call of a scheduling operation that answers a `T`. */
export interface SchedulingCall<T> {
  /** The operation's id in the contract. */
  readonly operation: string;
  readonly context: SchedulingContext;
  /** All that the caller says; with the same `Idempotency-Key` it must not differ. */
  readonly content: readonly unknown[];
  /** The jobs and hosts that it asks for. */
  readonly asked: Amount;
  /** Finds the hosts of each job to be, or rejects the call before anything is written. */
  readonly findHosts: (trx: Transaction<Database>) => Promise<Result<readonly (readonly HostToScan[])[]>>;
  readonly answer: (jobs: HostScanJobStatus[]) => T;
}

/** Ids in one log line. */
const MOST_LOGGED = 20;

interface Scheduled<T> {
  readonly outcome: Result<T>;
  /** New jobs; none for a call that was rejected or repeated. */
  readonly jobIds: readonly (string | undefined)[];
}

/** One line for a call, however many jobs it schedules. */
function auditScheduling<T>(
  trx: Transaction<Database>,
  { operation, context }: SchedulingCall<T>,
  hosts: number,
  jobs: readonly HostScanJobStatus[],
): Promise<void> {
  const ids = jobs.flatMap(({ id }) => id ?? []);
  const [first, ...others] = ids;
  const one = others.length === 0 && first !== undefined;
  return audit(trx, {
    actor: callerActor(context.caller),
    action: "job.schedule",
    object: { kind: "job", ...(one && { id: first }) },
    requestId: context.requestId,
    details: { operation, hosts, ...(!one && { jobIds: ids }) },
  });
}

async function scheduleNow<T>(
  trx: Transaction<Database>,
  store: JobStore,
  call: SchedulingCall<T>,
): Promise<Scheduled<T>> {
  const { caller } = call.context;
  // Before any work is done for it; what is scheduled meanwhile is counted at the end.
  const refused = await refuseUsedUp(trx, store.quotas, caller, call.asked);
  if (refused) return { outcome: refused, jobIds: [] };
  const found = await call.findHosts(trx);
  if (!found.ok) return { outcome: found, jobIds: [] };
  const { requestId, traceParent } = call.context;
  const { operation } = call;
  const origin = {
    ...{ createdBy: caller.name, caller: callerName(caller), operation, requestId, traceParent },
    fromElsewhere: store.networks.callersAreElsewhere,
  };
  const jobs = await insertJobs(trx, store.queue, found.value, origin);
  await auditScheduling(trx, call, found.value.flat().length, jobs);
  // Last, as it makes the caller's other calls wait for the end of this one.
  const over = await spendQuota(trx, store.quotas, caller, call.asked);
  if (over) return { outcome: over, jobIds: [] };
  return { outcome: { ok: true, value: call.answer(jobs) }, jobIds: jobs.map((job) => job.id) };
}

/**
 * Schedules jobs in one transaction: hosts, jobs, queue entries and the record of the `Idempotency-Key` are there
 * together or not at all. A call repeated under its key gets the answer of the first one.
 */
export async function schedule<T>(store: JobStore, call: SchedulingCall<T>): Promise<Result<T>> {
  const { operation, context, content } = call;
  const jobIds: (string | undefined)[] = [];
  const outcome = await repeatable(store.db, {
    ...{ operation, context, digest: () => contentDigest(content) },
    async act(trx) {
      const scheduled = await scheduleNow(trx, store, call);
      jobIds.push(...scheduled.jobIds);
      return scheduled.outcome;
    },
  });
  if (jobIds.length > 0) {
    const { requestId } = context;
    const some = jobIds.slice(0, MOST_LOGGED);
    store.log.info({ requestId, operation, jobs: jobIds.length, jobIds: some }, "jobs scheduled");
  }
  return outcome;
}
