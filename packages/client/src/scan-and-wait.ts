import { isFinished } from "./finished.ts";
import type { HostScanJob } from "./job.ts";
import { reasonOf, startLimit } from "./limit.ts";
import type { SchedulingOptions } from "./options.ts";
import { checkWait, type WaitOptions } from "./watch.ts";

export interface ScanAndWaitOptions extends WaitOptions {
  /** As `createJob`'s. */
  readonly idempotencyKey?: string | undefined;
  /**
   * Whether the job is cancelled when `signal` is aborted; it goes on unless set. The rejection comes when the server has
   * answered, so that no connection for the job is left then.
   */
  readonly cancelOnAbort?: boolean | undefined;
}

interface Calls {
  create(options: SchedulingOptions): Promise<HostScanJob>;
  wait(jobId: string, options: WaitOptions): Promise<HostScanJob>;
  cancel(jobId: string): Promise<void>;
}

/** Creates a job and waits for its end. */
export async function scanAndWait(
  calls: Calls,
  { idempotencyKey, cancelOnAbort, signal, ...wait }: ScanAndWaitOptions,
): Promise<HostScanJob> {
  if (signal?.aborted) throw reasonOf(signal);
  checkWait(wait);
  const limit = startLimit(undefined, [signal], () => undefined);
  // Broken off, the call would leave a job whose id nobody knows: so it goes on to its end.
  const creating = calls.create({ idempotencyKey, signal: cancelOnAbort ? undefined : signal });
  let job: HostScanJob | undefined;
  try {
    job = await Promise.race([limit.stopped, creating]);
    if (isFinished(job.status)) return job;
    return await calls.wait(job.id, { ...wait, signal });
  } catch (error) {
    if (cancelOnAbort && signal?.aborted) {
      // The caller's reason is what is told, however the cancelling ends.
      await Promise.resolve(job ?? creating)
        .then(({ id }) => calls.cancel(id))
        .catch(() => {});
    }
    throw error;
  } finally {
    limit.end();
  }
}
