import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { callerName, conflict, type Result, type SchedulingContext } from "@hostscan/core";
import { audit, callerActor, type Database } from "@hostscan/database";
import type { Kysely, Transaction } from "kysely";
import type { Logger } from "pino";
import type { ScanNetworks } from "../networks/scan-networks.ts";
import type { ScanQueue } from "../queue/scan-queue.ts";
import type { JobsOf } from "../visibility/visible-jobs.ts";
import { type IdempotencyKey, recall, remember } from "./idempotency.ts";
import { type HostToScan, insertJobs } from "./insert-jobs.ts";
import type { HostScanJobStatus } from "./job-status.ts";
import { type Amount, type Quotas, refuseUsedUp, spendQuota } from "./quotas.ts";

/** Items between two turns of the event loop. */
const ITEMS_PER_TURN = 500;

function sortMembers(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * SHA-256 of what a request says, whatever the order of the members of its objects. Each item is hashed with its
 * length, so that no two lists run into one.
 */
export async function contentDigest(items: readonly unknown[]): Promise<Buffer> {
  const hash = createHash("sha256");
  for (const [index, item] of items.entries()) {
    const text = JSON.stringify(item, sortMembers);
    hash.update(`${text.length}:${text}`);
    if (index % ITEMS_PER_TURN === ITEMS_PER_TURN - 1) await nextTurn();
  }
  return hash.digest();
}

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

async function scheduleOnce<T>(
  trx: Transaction<Database>,
  store: JobStore,
  call: SchedulingCall<T>,
  key: IdempotencyKey,
  digest: Buffer,
): Promise<Scheduled<T>> {
  const earlier = await recall(trx, key, digest);
  if (earlier === "other-content") {
    return { outcome: conflict("The Idempotency-Key was used before, for other content."), jobIds: [] };
  }
  if (earlier !== undefined) {
    const value: T = JSON.parse(earlier.answer);
    return { outcome: { ok: true, value }, jobIds: [] };
  }
  const scheduled = await scheduleNow(trx, store, call);
  if (scheduled.outcome.ok) await remember(trx, key, digest, JSON.stringify(scheduled.outcome.value));
  return scheduled;
}

/** Runs in one transaction, of which nothing stays where the call is rejected. */
async function orNothing<T>(
  db: Kysely<Database>,
  run: (trx: Transaction<Database>) => Promise<Scheduled<T>>,
): Promise<Scheduled<T>> {
  const rejected: Scheduled<T>[] = [];
  const transaction = db.transaction().execute(async (trx) => {
    const scheduled = await run(trx);
    if (scheduled.outcome.ok) return scheduled;
    rejected.push(scheduled);
    throw new Error("rejected");
  });
  return transaction.catch((error: unknown) => {
    const [first] = rejected;
    if (first !== undefined) return first;
    throw error;
  });
}

async function transact<T>(store: JobStore, call: SchedulingCall<T>): Promise<Scheduled<T>> {
  const { caller, idempotencyKey } = call.context;
  if (idempotencyKey === undefined) return orNothing(store.db, (trx) => scheduleNow(trx, store, call));
  const key = { caller, operation: call.operation, key: idempotencyKey };
  const digest = await contentDigest(call.content);
  return orNothing(store.db, (trx) => scheduleOnce(trx, store, call, key, digest));
}

/**
 * Schedules jobs in one transaction: hosts, jobs, queue entries and the record of the `Idempotency-Key` are there
 * together or not at all. A call repeated under its key gets the answer of the first one.
 */
export async function schedule<T>(store: JobStore, call: SchedulingCall<T>): Promise<Result<T>> {
  const { outcome, jobIds } = await transact(store, call);
  if (jobIds.length > 0) {
    const { requestId } = call.context;
    const some = jobIds.slice(0, MOST_LOGGED);
    store.log.info(
      { requestId, operation: call.operation, jobs: jobIds.length, jobIds: some },
      "jobs scheduled",
    );
  }
  return outcome;
}
