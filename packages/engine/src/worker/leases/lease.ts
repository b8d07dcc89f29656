import { hrtime } from "node:process";
import { HEARTBEAT_SECONDS } from "../../queue/scan-queue-options.ts";

/** Ends before another worker may take over, by long enough to close the sockets. */
export const LEASE_MS = HEARTBEAT_SECONDS * 1_000 - 1_500;

const NANOSECONDS = 1_000_000n;

/** The monotonic clock in milliseconds, the same in every thread of the process; `performance.now` is each one's own. */
export function monotonicMs(): number {
  return Number(hrtime.bigint() / NANOSECONDS);
}

/** End of a lease that is renewed by a statement sent at `sentAt`, on the monotonic clock. */
export function leaseFrom(sentAt: number): number {
  return sentAt + LEASE_MS;
}

/** A moment on the monotonic clock that threads share: a busy event loop reads what another thread has written. */
export class SharedMoment {
  readonly memory: SharedArrayBuffer;
  readonly #cell: BigInt64Array;

  /** @param memory of one made before, in whichever thread */
  constructor(memory = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#cell = new BigInt64Array(memory);
  }

  get ms(): number {
    return Number(Atomics.load(this.#cell, 0));
  }

  set ms(ms: number) {
    Atomics.store(this.#cell, 0, BigInt(Math.floor(Math.min(ms, Number.MAX_SAFE_INTEGER))));
  }
}
