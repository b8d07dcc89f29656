import { performance } from "node:perf_hooks";
import { ActionStatus } from "@hostscan/contract";
import { type Kysely, sql } from "kysely";
import type { Database } from "../database/tables.ts";
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
  const now = performance.now();
  for (const scan of scans) {
    if (scan.leaseUntil < now) scan.abort("lease-lost");
  }
}

async function findCurrent(db: Kysely<Database>, scans: readonly RunningScan[]): Promise<Set<string>> {
  const ids = scans.map(({ claim }) => claim.hostScanHostId);
  const attempts = scans.map(({ claim }) => claim.attempt);
  const { rows } = await sql<{ id: string }>`
    select scan.id from host_scan_host as scan
    join unnest(${ids}::uuid[], ${attempts}::integer[]) as held (id, attempt)
      on held.id = scan.id and held.attempt = scan.attempt
    where scan.status = ${ActionStatus.Running}`.execute(db);
  return new Set(rows.map((row) => row.id));
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
  const current = await findCurrent(db, scans);
  if (current.size > 0) await queue.touch([...current]);
  for (const scan of scans) {
    // A renewal that was held up may come in after a later one.
    if (current.has(scan.claim.hostScanHostId))
      scan.leaseUntil = Math.max(scan.leaseUntil, leaseFrom(sentAt));
    else scan.abort("superseded");
  }
}
