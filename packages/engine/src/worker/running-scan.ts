import { performance } from "node:perf_hooks";
import type { ClaimedHost } from "./claim-hosts.ts";

/**
 * Why a scan is to stop.
 *
 * - `cancelled`: its job was.
 * - `superseded`: another attempt has been made for the host.
 * - `lease-lost`: the database could not be reached for so long that another worker may take over.
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
  /** On the monotonic clock; not to be scanned any longer than this. */
  leaseUntil: number;

  constructor(claim: ClaimedHost, leaseUntil: number) {
    this.claim = claim;
    this.leaseUntil = leaseUntil;
    this.mustAsk = claim.credential?.proven !== true;
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
    const holds = performance.now() <= this.leaseUntil;
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
