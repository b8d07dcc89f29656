import { performance } from "node:perf_hooks";
import { ActionStatus } from "@hostscan/contract";
import { type Kysely, sql } from "kysely";
import type { Database } from "../database/tables.ts";
import type { HostStatus } from "../jobs/transitions.ts";
import type { ScanQueue } from "../queue/scan-queue.ts";
import { HEARTBEAT_SECONDS } from "../queue/scan-queue-options.ts";
import type { RunningScan } from "./running-scan.ts";

/** Ends before another worker may take over, by long enough to close the sockets. */
const LEASE_MS = HEARTBEAT_SECONDS * 1_000 - 1_500;

/** End of a lease that is renewed by a statement sent at `sentAt`, on the monotonic clock. */
export function leaseFrom(sentAt: number): number {
  return sentAt + LEASE_MS;
}

/** Aborts what has not been renewed in time. */
export function endLeases(scans: Iterable<RunningScan>): void {
  for (const scan of scans) scan.holdsLease();
}

/** The scans' hosts that are still theirs to scan, and those that are cancelled. */
async function findStatuses(
  db: Kysely<Database>,
  scans: readonly RunningScan[],
): Promise<ReadonlyMap<string, HostStatus>> {
  const ids = scans.map(({ claim }) => claim.hostScanHostId);
  const attempts = scans.map(({ claim }) => claim.attempt);
  const { Running, Cancelled } = ActionStatus;
  const { rows } = await sql<{ id: string; status: HostStatus }>`
    select scan.id, scan.status from host_scan_host as scan
    join unnest(${ids}::uuid[], ${attempts}::integer[]) as held (id, attempt) on held.id = scan.id
    where scan.status = ${Cancelled} or (scan.status = ${Running} and scan.attempt = held.attempt)`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.id, row.status]));
}

/**
 * Renews the leases of running scans, and aborts those whose attempt is no longer the current one: their job was
 * cancelled or another worker took over, and the notification was missed.
 */
export async function renewLeases(
  db: Kysely<Database>,
  queue: ScanQueue,
  scans: readonly RunningScan[],
): Promise<void> {
  endLeases(scans);
  if (scans.length === 0) return;
  const sentAt = performance.now();
  const statuses = await findStatuses(db, scans);
  const statusOf = ({ claim }: RunningScan) => statuses.get(claim.hostScanHostId);
  const current = scans.filter((scan) => statusOf(scan) === ActionStatus.Running);
  for (const scan of scans) {
    if (statusOf(scan) === ActionStatus.Cancelled) scan.abort("cancelled");
    else if (statusOf(scan) === undefined) scan.abort("superseded");
  }
  if (current.length === 0) return;
  await queue.touch(current.map(({ claim }) => claim.hostScanHostId));
  // A renewal that was held up may come in after a later one.
  for (const scan of current) scan.leaseUntil = Math.max(scan.leaseUntil, leaseFrom(sentAt));
}
