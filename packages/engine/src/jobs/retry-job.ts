import { randomUUID } from "node:crypto";
import { ActionStatus, type HostScanSection } from "@hostscan/contract";
import { conflict, notFound, type Result } from "@hostscan/core";
import { type Actor, audit, type Database } from "@hostscan/database";
import { type Kysely, sql, type Transaction } from "kysely";
import { pino } from "pino";
import type { ScanNetworks } from "../networks/scan-networks.ts";
import { createScanQueue, type ScanQueue } from "../queue/scan-queue.ts";
import { type HostToScan, insertJobs } from "./insert-jobs.ts";
import { findHosts } from "./scan-hosts.ts";

/** The job that a retry has scheduled. */
export interface RetriedJob {
  readonly id: string;
  readonly hosts: number;
}

/** Where jobs are, and where their hosts may be scanned. */
interface RetrySource {
  readonly db: Kysely<Database>;
  readonly connectionString: string;
  readonly networks: ScanNetworks;
}

interface EndedJob {
  readonly id: string;
  readonly caller: string | null;
  readonly fromElsewhere: boolean;
  /** Hosts that have not ended. */
  readonly unfinished: number;
}

/** As many reasons are told as people read. */
const MOST_TOLD = 5;

const OPERATION = "job retry";

/**
 * Schedules the hosts of an ended job that failed once more, as one job, which belongs to whoever the first one does. They
 * are scanned with what they have now. All are scheduled, or none: what keeps one of them from being scanned is told. Of two
 * retries at once the second is refused.
 */
export async function retryJob(
  { db, connectionString, networks }: RetrySource,
  actor: Actor,
  jobId: string,
): Promise<Result<RetriedJob>> {
  const queue = createScanQueue({ connectionString, supervise: false, log: pino({ enabled: false }) });
  await queue.start();
  try {
    return await retryOn({ db, networks, queue, actor }, jobId);
  } finally {
    await queue.stop();
  }
}

interface RetrySetting extends Omit<RetrySource, "connectionString"> {
  readonly queue: ScanQueue;
  readonly actor: Actor;
}

function retryOn({ db, networks, queue, actor }: RetrySetting, jobId: string): Promise<Result<RetriedJob>> {
  return db.transaction().execute(async (trx): Promise<Result<RetriedJob>> => {
    const job = await readEnded(trx, jobId);
    if (job === undefined) return notFound(`There is no job ${jobId}.`);
    if (job.unfinished > 0)
      return conflict(
        `The job ${jobId} has ${job.unfinished === 1 ? "1 host that has" : `${job.unfinished} hosts that have`} not ended.`,
      );
    const failed = await readFailed(trx, job.id);
    const ids = failed.map(({ hostId }) => hostId);
    if (ids.length === 0) return conflict(`No host of the job ${jobId} has failed.`);
    const beside = await readBeside(trx, ids);
    if (beside !== undefined)
      return conflict(`The host ${beside.hostId} is being scanned already, by the job ${beside.jobId}.`);
    const found = await findHosts(trx, networks, ids, job.caller);
    const problems = found.flatMap((one) => ("detail" in one ? [one.detail] : []));
    if (problems.length > 0) return conflict(told(problems));
    const hosts = found.flatMap((one, index): HostToScan[] => {
      const sections = failed[index]?.sections;
      return "host" in one ? [{ ...one.host, ...(sections && { sections }) }] : [];
    });
    const requestId = randomUUID();
    const jobs = await insertJobs(trx, queue, [hosts], {
      ...{ createdBy: actor.name, caller: job.caller, operation: OPERATION, requestId },
      ...{ fromElsewhere: job.fromElsewhere, traceParent: undefined },
    });
    const id = jobs.map((one) => String(one.id)).join();
    const details = { operation: OPERATION, hosts: hosts.length, retried: job.id };
    await audit(trx, { actor, action: "job.schedule", object: { kind: "job", id }, requestId, details });
    return { ok: true, value: { id, hosts: hosts.length } };
  });
}

async function readEnded(trx: Transaction<Database>, jobId: string): Promise<EndedJob | undefined> {
  const { rows } = await sql<EndedJob>`
    select job.id, job.caller, job.from_elsewhere as "fromElsewhere", (
      select count(*)::integer from host_scan_host where job_id = job.id and finished_at is null
    ) as unfinished
    from host_scan_job as job where job.id::text = ${jobId.toLowerCase()} for no key update`.execute(trx);
  return rows[0];
}

interface FailedHost {
  readonly hostId: string;
  /** What the request wanted to be read of it; null where it did not say. */
  readonly sections: readonly HostScanSection[] | null;
}

async function readFailed(trx: Transaction<Database>, jobId: string): Promise<FailedHost[]> {
  const { rows } = await sql<FailedHost>`
    select host_id as "hostId", target -> 'sections' as sections from host_scan_host
    where job_id = ${jobId} and status = ${ActionStatus.Failed} order by position`.execute(trx);
  return rows;
}

/** A job that scans one of the hosts now, or will. */
async function readBeside(
  trx: Transaction<Database>,
  hostIds: readonly string[],
): Promise<{ readonly jobId: string; readonly hostId: string } | undefined> {
  return trx
    .selectFrom("host_scan_host")
    .select(["job_id as jobId", "host_id as hostId"])
    .where(sql<boolean>`host_id = any(${hostIds}::uuid[])`)
    .where("finished_at", "is", null)
    .limit(1)
    .executeTakeFirst();
}

function told(problems: readonly string[]): string {
  const more = problems.length - MOST_TOLD;
  const some = problems.slice(0, MOST_TOLD).join(" ");
  return more > 0 ? `${some} And ${more} more.` : some;
}
