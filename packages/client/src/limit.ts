import { HostScanTimeoutError } from "./errors.ts";
import type { HostScanJob } from "./job.ts";

/** Timers take no longer one: they would ring at once. */
const longestTimer = 2 ** 31 - 1;

/** Ends what runs under it: after a time, or at the caller's signal. */
export interface Limit {
  readonly stop: AbortSignal;
  /** Rejects with the reason of `stop`: race it with what may not heed a signal. */
  readonly stopped: Promise<never>;
  /** Lets go of the timer and of the caller's signal. */
  readonly end: () => void;
}

/**
 * Starts a limit. `AbortSignal.any` would do much the same, but keeps hold of a long-lived signal.
 *
 * @param what has taken too long after `timeoutMs`
 * @param job the job to name in the error then
 */
export function startLimit(
  what: string,
  timeoutMs: number | undefined,
  signal: AbortSignal | undefined,
  job?: () => HostScanJob | undefined,
): Limit {
  const controller = new AbortController();
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  stopped.catch(() => {});
  const abort = (reason: unknown) => {
    controller.abort(reason);
    reject(reason);
  };
  const forward = () => abort(signal?.reason);
  const timer =
    timeoutMs === undefined || timeoutMs > longestTimer
      ? undefined
      : setTimeout(() => abort(new HostScanTimeoutError(what, timeoutMs, job?.())), timeoutMs);
  if (signal?.aborted) forward();
  signal?.addEventListener("abort", forward);
  return {
    stop: controller.signal,
    stopped,
    end() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", forward);
    },
  };
}

/** Resolves after `ms`, or rejects as soon as the limit is reached. */
export async function delay(ms: number, { stopped }: Limit): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, Math.min(ms, longestTimer));
  await Promise.race([stopped, promise]).finally(() => clearTimeout(timer));
}
