import { type HostScanError, HostScanNetworkError, HostScanProblem, HostScanTimeoutError } from "./errors.ts";
import { unavailable } from "./fetch/retry.ts";
import { isFinished } from "./finished.ts";
import type { HostScanJob } from "./job.ts";
import { jsonOf } from "./json.ts";
import { leavable } from "./leavable.ts";
import { check, delay, startLimit } from "./limit.ts";

export interface WatchOptions {
  /** Ends the watching; its reason is what is then thrown. The job goes on. */
  readonly signal?: AbortSignal | undefined;
  /**
   * How long to watch at most, in milliseconds; without it, as long as it takes. A server that restarts or is out of
   * reach is waited for until then; without a limit, for two minutes.
   */
  readonly timeoutMs?: number | undefined;
}

export interface WaitOptions extends WatchOptions {
  /** Called with the job when it was first read, and whenever it has changed since. */
  readonly onProgress?: ((job: HostScanJob) => void) | undefined;
}

/** Reads a job once, without repeating it. */
export type ReadJob = (signal: AbortSignal) => Promise<HostScanJob>;

/** Milliseconds between two reads: short at first, since most scans take less than a second. */
const pause = { first: 200, factor: 1.5, longest: 5_000 };

/** Milliseconds that a server may be out of reach where nobody has said how long to wait. */
const longestOutage = 120_000;

/** Reads a job over and over until it is finished, and gives it when it was first read and whenever it has changed. */
export function watchJob(
  jobId: string,
  read: ReadJob,
  { signal, timeoutMs }: WatchOptions = {},
): AsyncGenerator<HostScanJob, void, undefined> {
  return leavable(async function* (left) {
    let job: HostScanJob | undefined;
    let seen: string | undefined;
    let outage: { readonly since: number; readonly error: HostScanError } | undefined;
    const what = `Host scan job ${jobId}`;
    const limit = startLimit(timeoutMs, [left, signal], () => {
      const { method, path, requestId } = outage?.error ?? {};
      return new HostScanTimeoutError(what, timeoutMs ?? 0, job, { method, path, requestId }, outage?.error);
    });
    try {
      for (let wait = pause.first; ; wait = Math.min(wait * pause.factor, pause.longest)) {
        limit.check();
        let rest = wait;
        const answer = await Promise.race([limit.stopped, read(limit.stop)]).catch((error: unknown) => {
          limit.check();
          if (passing(error)) return error;
          throw error;
        });
        if (answer instanceof Error) {
          const now = performance.now();
          outage = { since: outage?.since ?? now, error: answer };
          if (timeoutMs === undefined && now - outage.since > longestOutage) throw answer;
          if (answer instanceof HostScanProblem)
            rest = Math.max(wait, (answer.retryAfterSeconds ?? 0) * 1_000);
          // A server may ask for a year: it gets no longer than it may be out of reach.
          if (timeoutMs === undefined) rest = Math.min(rest, outage.since + longestOutage - now + 1);
        } else {
          outage = undefined;
          job = answer;
          const now = jsonOf(job);
          if (now === undefined || now !== seen) yield job;
          seen = now;
          if (isFinished(job.status)) return;
        }
        await delay(rest, limit);
      }
    } finally {
      limit.end();
    }
  });
}

/** Found out when the waiting begins, a mistake would leave a job whose id nobody knows. @throws {HostScanRequestError} */
export function checkWait({ timeoutMs, onProgress }: WaitOptions): void {
  check("number", { timeoutMs });
  check("function", { onProgress });
}

/** Watches a job to its end, and resolves to its last state. */
export async function waitForJob(
  jobId: string,
  read: ReadJob,
  { onProgress, ...options }: WaitOptions = {},
): Promise<HostScanJob> {
  checkWait({ onProgress });
  let last: HostScanJob | undefined;
  for await (last of watchJob(jobId, read, options)) onProgress?.(last);
  if (last) return last;
  throw new Error("A job is given at least once");
}

/** What a certificate that nobody trusts is called; waiting makes it no better. */
const untrusted = /CERT|SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/;

/** Whether a read failed by something that passes, as a restart does. */
function passing(error: unknown): error is HostScanError {
  if (error instanceof HostScanProblem) return unavailable.includes(error.status);
  if (error instanceof HostScanNetworkError) return !untrusted.test(error.code ?? "");
  return error instanceof HostScanTimeoutError;
}
