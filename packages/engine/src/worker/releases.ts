import { performance } from "node:perf_hooks";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { ActionStatus } from "@hostscan/contract";
import type { Database } from "@hostscan/database";
import { type Kysely, sql } from "kysely";
import type { Logger } from "pino";
import { notify } from "../queue/notification.ts";
import type { ScanQueue } from "../queue/scan-queue.ts";
import { HEARTBEAT_SECONDS } from "../queue/scan-queue-options.ts";
import type { ClaimedHost } from "./claim-hosts.ts";

/** What a release is written with. */
export interface ReleaseSetting {
  readonly db: Kysely<Database>;
  readonly queue: ScanQueue;
  readonly log: Logger;
  /** Between two attempts. */
  readonly writeRetryMs: number;
}

/**
 * Says of claims whose scans have ended, and whose connections are closed, that cancelling need not wait for them any
 * longer: removes the queue entries of those that were cancelled. A claim whose host another worker has taken over is
 * passed over, for the entry is the other one's.
 */
export function releaseCancelled(
  db: Kysely<Database>,
  queue: ScanQueue,
  claims: readonly ClaimedHost[],
): Promise<void> {
  const ids = claims.map(({ hostScanHostId }) => hostScanHostId);
  const attempts = claims.map(({ attempt }) => attempt);
  return db.transaction().execute(async (trx) => {
    // Cancelling has raised the attempt by one.
    const { rows } = await sql<{ id: string; jobId: string }>`
      select scan.id, scan.job_id as "jobId" from host_scan_host as scan
      join unnest(${ids}::uuid[], ${attempts}::integer[]) as held (id, attempt)
        on held.id = scan.id and held.attempt + 1 = scan.attempt
      where scan.status = ${ActionStatus.Cancelled}`.execute(trx);
    await queue.remove(
      trx,
      rows.map(({ id }) => id),
    );
    for (const jobId of new Set(rows.map((row) => row.jobId))) await notify(trx, { kind: "released", jobId });
  });
}

/** Releases what ends at about the same time together. */
export class Releases {
  readonly #setting: ReleaseSetting;
  readonly #giveUp: AbortSignal;
  #waiting: ClaimedHost[] = [];
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();

  /** @param giveUp once aborted, nothing is tried again */
  constructor(setting: ReleaseSetting, giveUp: AbortSignal) {
    this.#setting = setting;
    this.#giveUp = giveUp;
  }

  /** Resolves when it is written, or given up. Never rejects. */
  add(claim: ClaimedHost): Promise<void> {
    this.#waiting.push(claim);
    this.#next ??= this.#last = this.#release(this.#last);
    return this.#next;
  }

  async #release(earlier: Promise<void>): Promise<void> {
    await earlier;
    await nextTurn();
    const claims = this.#waiting;
    this.#waiting = [];
    this.#next = undefined;
    const { db, queue, log, writeRetryMs } = this.#setting;
    // Once the leases have ended, who cancels waits no longer.
    const endsAt = performance.now() + HEARTBEAT_SECONDS * 1_000;
    while (!this.#giveUp.aborted && performance.now() < endsAt) {
      try {
        return await releaseCancelled(db, queue, claims);
      } catch (error) {
        log.warn({ err: error, hosts: claims.length }, "aborted scans not released");
        await sleep(writeRetryMs, undefined, { signal: this.#giveUp }).catch(() => undefined);
      }
    }
  }
}
