import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ActionFailureReason, ActionStatus, type HostScanSection } from "@hostscan/contract";
import type { Database } from "@hostscan/database";
import { sql, type Transaction } from "kysely";
import type { HostSnapshot } from "../hosts/host-snapshot.ts";
import { targetNow } from "../hosts/scheduled-target.ts";
import { notify } from "../queue/notification.ts";
import type { ScanQueue } from "../queue/scan-queue.ts";
import { type HostScanJobStatus, jobStatus } from "./job-status.ts";

/** Who asked for a job, by which operation and request. */
export interface JobOrigin {
  /** The caller's name, for people. */
  readonly createdBy: string;
  /** Whose job it is, as `callerName` has it; null where that is not known. */
  readonly caller: string | null;
  readonly operation: string;
  readonly requestId: string;
  /** Callers of this process may be on other machines. */
  readonly fromElsewhere: boolean;
  /** W3C `traceparent` of the request, where it is traced. */
  readonly traceParent: string | undefined;
}

/** A host, and what the request wants to be read of it beside the facts. */
export interface HostToScan extends HostSnapshot {
  readonly sections?: readonly HostScanSection[];
}

interface NewHostScan {
  readonly hostScanHostId: string;
  readonly jobId: string;
  readonly position: number;
  readonly host: HostToScan;
}

/** Rows per statement: large enough to be cheap, small enough not to hold up the event loop. */
const ROWS_PER_STATEMENT = 2_000;

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += ROWS_PER_STATEMENT) {
    yield items.slice(from, from + ROWS_PER_STATEMENT);
  }
}

async function insertJobRows(
  trx: Transaction<Database>,
  jobs: readonly { readonly id: string; readonly count: number }[],
  origin: JobOrigin,
): Promise<void> {
  for (const chunk of chunks(jobs)) {
    await sql`
      insert into host_scan_job (id, created_by, caller, created_from, request_id, from_elsewhere, host_count, trace_parent)
      select id, ${origin.createdBy}, ${origin.caller}, ${origin.operation}, ${origin.requestId},
        ${origin.fromElsewhere}::boolean, count, ${origin.traceParent ?? null}
      from json_to_recordset(${JSON.stringify(chunk)}) as job (id uuid, count integer)`.execute(trx);
    await nextTurn();
  }
}

async function insertHostRows(trx: Transaction<Database>, scans: readonly NewHostScan[]): Promise<void> {
  for (const chunk of chunks(scans)) {
    const rows = chunk.map(({ hostScanHostId, jobId, position, host }) => ({
      id: hostScanHostId,
      job_id: jobId,
      host_id: host.id,
      position,
      name: host.name,
      dns_host_name: host.dns_host_name,
      ip_address: host.ip_address,
      os: host.os,
      version: host.version,
      wanted: host.sections ? { sections: host.sections } : {},
    }));
    // What is to be scanned is read here, so that it is what the host has now whichever request has said so.
    await sql`
      insert into host_scan_host
        (id, job_id, host_id, position, name, dns_host_name, ip_address, os, version, target)
      select scan.id, scan.job_id, scan.host_id, scan.position, scan.name, scan.dns_host_name, scan.ip_address, scan.os,
        scan.version, ${targetNow} || scan.wanted from json_to_recordset(${JSON.stringify(rows)}) as scan (
        id uuid, job_id uuid, host_id uuid, position integer,
        name text, dns_host_name text, ip_address text, os text, version text, wanted jsonb
      ) join host on host.id = scan.host_id`.execute(trx);
    await nextTurn();
  }
}

function queuedStatus({ hostScanHostId, host }: NewHostScan) {
  return {
    id: hostScanHostId,
    host_id: host.id,
    name: host.name,
    dns_host_name: host.dns_host_name,
    ip_address: host.ip_address,
    os: host.os,
    version: host.version,
    status: ActionStatus.Queued,
    status_description: null,
    failure_reason: ActionFailureReason.NoError,
    attempt: 0,
  };
}

/**
 * Writes one job per list of hosts, with its queue entries, and tells the workers when the transaction commits.
 * Resolves to the jobs as the API answers them, in the order of the lists.
 */
export async function insertJobs(
  trx: Transaction<Database>,
  queue: ScanQueue,
  hostsOfJobs: readonly (readonly HostToScan[])[],
  origin: JobOrigin,
): Promise<HostScanJobStatus[]> {
  const jobs = hostsOfJobs.map((hosts) => {
    const jobId = randomUUID();
    const scans = hosts.map((host, position): NewHostScan => {
      return { hostScanHostId: randomUUID(), jobId, position, host };
    });
    return { id: jobId, count: hosts.length, scans };
  });
  const scans = jobs.flatMap((job) => job.scans);
  await insertJobRows(
    trx,
    jobs.map(({ id, count }) => ({ id, count })),
    origin,
  );
  await insertHostRows(trx, scans);
  await queue.enqueue(trx, scans);
  await notify(trx, { kind: "queued" });
  return jobs.map(({ id, scans }) => jobStatus(id, scans.map(queuedStatus)));
}
