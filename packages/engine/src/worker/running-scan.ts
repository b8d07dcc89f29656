import type { ClaimedHost } from "./claim-hosts.ts";
import { monotonicMs, SharedMoment } from "./leases/lease.ts";

/**
 * Why a scan is to stop.
 *
 * - `cancelled`: its job was.
 * - `superseded`: another attempt has been made for the host.
 * - `lease-lost`: this process stood still, or could not reach the database, for so long that another worker may take
 *   over.
 * - `stopping`: this worker shuts down.
 */
export type AbortReason = "cancelled" | "superseded" | "lease-lost" | "stopping";

/** A claimed host in this worker's hands, from its claim until what became of it is written. */
export class RunningScan {
  readonly claim: ClaimedHost;
  readonly #controller = new AbortController();
  #abortedFor: AbortReason | undefined;
  /** Whether it has to ask for leave before it logs in. */
  mustAsk: boolean;
  /** Not to be scanned any longer than this. Another thread moves it on. */
  readonly #leaseUntil = new SharedMoment();

  /** @param leaseUntil by the claim; see {@link monotonicMs} */
  constructor(claim: ClaimedHost, leaseUntil: number) {
    this.claim = claim;
    this.#leaseUntil.ms = leaseUntil;
    this.mustAsk = claim.credential?.standing.proven !== true;
  }

  /** Holds the end of its lease, for the thread that renews it. */
  get leaseMemory(): SharedArrayBuffer {
    return this.#leaseUntil.memory;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get abortedFor(): AbortReason | undefined {
    return this.#abortedFor;
  }

  /** Whether nothing that comes of it counts any more. */
  get retired(): boolean {
    return this.#abortedFor === "cancelled" || this.#abortedFor === "superseded";
  }

  /**
   * Whether the lease lasts still; aborts the scan if not. To be asked before anything that another worker, or who
   * cancels, must be able to rely on not happening: a process that stood still finds out no earlier.
   */
  holdsLease(): boolean {
    const holds = monotonicMs() <= this.#leaseUntil.ms;
    if (!holds) this.abort("lease-lost");
    return holds;
  }

  /** A retired scan stays so; of other reasons the last one counts. */
  abort(reason: AbortReason): void {
    if (this.retired) return;
    this.#abortedFor = reason;
    this.#controller.abort(reason);
  }
}
