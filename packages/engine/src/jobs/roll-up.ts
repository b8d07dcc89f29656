import { ActionStatus } from "@hostscan/contract";
import type { HostStatus } from "@hostscan/database";

/** What of a job's host decides the status of the job. */
export interface HostProgress {
  readonly status: HostStatus;
  /** Some worker has begun with it, even if it is queued again. */
  readonly started: boolean;
}

/** The statuses a job can have. */
export type JobStatus = HostStatus | typeof ActionStatus.CompletedWithErrors;

/**
 * The status of a job, from those of its hosts: `Queued` until the first host is begun, `Running` until the last
 * one has ended; then `Cancelled` if the job was cancelled before that, else `Complete`, `Failed`, or
 * `CompletedWithErrors` for a mix of both.
 */
export function rollUp(hosts: Iterable<HostProgress>): JobStatus {
  const seen = new Set<HostStatus>();
  let started = false;
  for (const host of hosts) {
    seen.add(host.status);
    started ||= host.started || host.status !== ActionStatus.Queued;
  }
  if (!started) return ActionStatus.Queued;
  if (seen.has(ActionStatus.Queued) || seen.has(ActionStatus.Running)) return ActionStatus.Running;
  if (seen.has(ActionStatus.Cancelled)) return ActionStatus.Cancelled;
  if (!seen.has(ActionStatus.Failed)) return ActionStatus.Complete;
  return seen.has(ActionStatus.Complete) ? ActionStatus.CompletedWithErrors : ActionStatus.Failed;
}
