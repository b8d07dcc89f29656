import { HostScanProblem, HostScanTimeoutError } from "./errors.ts";
import { isFinished } from "./finished.ts";
import type { HostScanJob } from "./job.ts";

export interface WaitOptions {
  /** Called with the job when it was first read, and whenever it has changed since. */
  readonly onProgress?: (job: HostScanJob) => void;
  /** Ends the waiting; its reason is what the call then rejects with. The job goes on. */
  readonly signal?: AbortSignal;
  /** How long to wait at most, in milliseconds; without it, as long as it takes. */
  readonly timeoutMs?: number;
}

/** Milliseconds between two reads: short at first, since most scans take less than a second. */
const pause = { first: 200, factor: 1.5, longest: 5_000 };

/** Statuses that ask to come back later (RFC 6585, 4; RFC 9110, 15.6.4). */
const busy = new Set([429, 503]);

/** Reads a job over and over until it is finished. */
export async function waitForJob(
  jobId: string,
  read: (signal: AbortSignal) => Promise<HostScanJob>,
  { onProgress, signal, timeoutMs }: WaitOptions = {},
): Promise<HostScanJob> {
  const limit = new AbortController();
  const stop = AbortSignal.any(signal ? [limit.signal, signal] : [limit.signal]);
  let job: HostScanJob | undefined;
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => limit.abort(new HostScanTimeoutError(jobId, timeoutMs, job)), timeoutMs);
  try {
    for (let wait = pause.first; ; wait = Math.min(wait * pause.factor, pause.longest)) {
      const before = JSON.stringify(job);
      const answer = await read(stop).catch(whenBusy);
      if (answer instanceof HostScanProblem) {
        await delay(Math.max(wait, (answer.retryAfterSeconds ?? 0) * 1_000), stop);
        continue;
      }
      job = answer;
      if (JSON.stringify(job) !== before) onProgress?.(job);
      if (isFinished(job.status)) return job;
      await delay(wait, stop);
    }
  } finally {
    clearTimeout(timer);
  }
}

function whenBusy(error: unknown): HostScanProblem {
  if (error instanceof HostScanProblem && busy.has(error.status)) return error;
  throw error;
}

/** Resolves after `ms`, or rejects with the reason of `signal`. */
async function delay(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", abandon, { once: true });
    function done() {
      signal.removeEventListener("abort", abandon);
      resolve();
    }
    function abandon() {
      clearTimeout(timer);
      reject(signal.reason);
    }
  });
}
