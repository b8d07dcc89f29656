import { HostScanProblem } from "./errors.ts";
import { isFinished } from "./finished.ts";
import type { HostScanJob } from "./job.ts";
import { delay, startLimit } from "./limit.ts";

export interface WatchOptions {
  /** Ends the watching; its reason is what is then thrown. The job goes on. */
  readonly signal?: AbortSignal | undefined;
  /** How long to watch at most, in milliseconds; without it, as long as it takes. */
  readonly timeoutMs?: number | undefined;
}

export interface WaitOptions extends WatchOptions {
  /** Called with the job when it was first read, and whenever it has changed since. */
  readonly onProgress?: ((job: HostScanJob) => void) | undefined;
}

/** Milliseconds between two reads: short at first, since most scans take less than a second. */
const pause = { first: 200, factor: 1.5, longest: 5_000 };

/** Statuses that ask to come back later (RFC 6585, 4; RFC 9110, 15.6.4). */
const busy = [429, 503];

/** Reads a job over and over until it is finished, and gives it when it was first read and whenever it has changed. */
export async function* watchJob(
  jobId: string,
  read: (signal: AbortSignal) => Promise<HostScanJob>,
  { signal, timeoutMs }: WatchOptions = {},
): AsyncGenerator<HostScanJob, void, undefined> {
  let job: HostScanJob | undefined;
  let seen = "";
  const limit = startLimit(`Host scan job ${jobId}`, timeoutMs, signal, () => job);
  try {
    for (let wait = pause.first; ; wait = Math.min(wait * pause.factor, pause.longest)) {
      let rest = wait;
      const answer = await read(limit.stop).catch(whenBusy);
      if (answer instanceof HostScanProblem) {
        rest = Math.max(wait, (answer.retryAfterSeconds ?? 0) * 1_000);
      } else {
        job = answer;
        const now = JSON.stringify(job);
        if (now !== seen) yield job;
        seen = now;
        if (isFinished(job.status)) return;
      }
      await delay(rest, limit);
    }
  } finally {
    limit.end();
  }
}

/** Watches a job to its end, and resolves to its last state. */
export async function waitForJob(
  jobId: string,
  read: (signal: AbortSignal) => Promise<HostScanJob>,
  { onProgress, ...options }: WaitOptions = {},
): Promise<HostScanJob> {
  let last: HostScanJob | undefined;
  for await (last of watchJob(jobId, read, options)) onProgress?.(last);
  if (last) return last;
  throw new Error("A job is given at least once");
}

function whenBusy(error: unknown): HostScanProblem {
  if (error instanceof HostScanProblem && busy.includes(error.status)) return error;
  throw error;
}
