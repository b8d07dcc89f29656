import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { ActionStatus } from "@hostscan/contract";
import type { Logger } from "pino";
import { SCAN_QUEUE } from "../../queue/scan-queue-options.ts";
import type { RunningScan } from "../running-scan.ts";
import { monotonicMs, SharedMoment } from "./lease.ts";
import type { FromRenewal, HeldClaim, RenewalSetting, ToRenewal } from "./renewal.ts";

// `.ts` where run from source, `.js` where built.
const THREAD = new URL(`./thread${extname(import.meta.url)}`, import.meta.url);

/** Between two looks at the leases; as often the thread is told that the event loop runs. */
const LOOK_MS = 250;

/** Until a thread that has ended by itself is started anew. */
const RESTART_MS = 1_000;

/** Aborts what has not been renewed in time. */
function endLeases(scans: Iterable<RunningScan>): void {
  for (const scan of scans) scan.holdsLease();
}

const claimOf = ({ claim }: RunningScan): HeldClaim => ({
  id: claim.hostScanHostId,
  attempt: claim.attempt,
});
const keyOf = ({ id, attempt }: HeldClaim) => `${id} ${attempt}`;

/**
 * Keeps the leases of this process's scans, from a thread that does not wait for the event loop; but once the loop has
 * stood still for as long as a lease lasts, the thread renews none, so that others take over from a wedged process.
 * Scans whose attempt is no longer the current one are aborted: their job was cancelled or another worker took over, and
 * the notification was missed.
 */
export class Leases {
  readonly #connectionString: string;
  readonly #log: Logger;
  readonly #pulse = new SharedMoment();
  readonly #scans = new Map<string, RunningScan>();
  #thread: Worker | undefined;
  #look: NodeJS.Timeout | undefined;
  #restart: NodeJS.Timeout | undefined;

  constructor(connectionString: string, log: Logger) {
    this.#connectionString = connectionString;
    this.#log = log;
  }

  /** Until then, leases that are held just end. */
  start(): void {
    const look = () => {
      this.#pulse.ms = monotonicMs();
      endLeases(this.#scans.values());
    };
    look();
    this.#look = setInterval(look, LOOK_MS);
    this.#startThread();
  }

  async stop(): Promise<void> {
    clearInterval(this.#look);
    clearTimeout(this.#restart);
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.terminate();
  }

  /** Renews the lease of a scan from now on. */
  hold(scan: RunningScan): void {
    const claim = claimOf(scan);
    this.#scans.set(keyOf(claim), scan);
    this.#tell({ kind: "hold", claim, until: scan.leaseMemory });
  }

  /** Lets the lease of a scan end. */
  drop(scan: RunningScan): void {
    const claim = claimOf(scan);
    this.#scans.delete(keyOf(claim));
    this.#tell({ kind: "drop", claim });
  }

  /** Renews at once: notifications may have been missed. */
  renewNow(): void {
    this.#tell({ kind: "renew" });
  }

  #tell(message: ToRenewal): void {
    this.#thread?.postMessage(message);
  }

  #startThread(): void {
    const workerData: RenewalSetting = {
      connectionString: this.#connectionString,
      pulse: this.#pulse.memory,
      queue: SCAN_QUEUE,
      running: ActionStatus.Running,
      cancelled: ActionStatus.Cancelled,
    };
    const thread = new Worker(THREAD, { workerData });
    this.#thread = thread;
    thread.on("message", (message: FromRenewal) => this.#hear(message));
    thread.on("error", (error) => this.#log.error({ err: error }, "leases: the thread failed"));
    thread.on("exit", () => {
      if (this.#thread !== thread) return;
      this.#thread = undefined;
      this.#restart = setTimeout(() => this.#startThread(), RESTART_MS);
    });
    for (const scan of this.#scans.values()) this.hold(scan);
  }

  #hear(message: FromRenewal): void {
    if (message.kind === "fault") {
      this.#log.warn({ cause: message.message }, "leases not renewed: database out of reach");
      return;
    }
    this.#scans.get(keyOf(message.claim))?.abort(message.kind);
  }
}
