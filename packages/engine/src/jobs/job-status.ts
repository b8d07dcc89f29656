import { ActionStatus, type components } from "@hostscan/contract";
import type { HostScanHost, HostStatus } from "@hostscan/database";

/** What of a job's host decides the status of the job. */
export interface HostProgress {
  readonly status: HostStatus;
  /** Some worker has begun with it, even if it is queued again. */
  readonly started: boolean;
}

/** The statuses a job can have. */
type JobStatus = HostStatus | typeof ActionStatus.CompletedWithErrors;

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

export type HostScanJobStatus = components["schemas"]["HostScanJobStatus"];
type HostScanHostStatus = components["schemas"]["HostScanHostStatus"];

/** What of a `host_scan_host` row is answered. */
export type AnsweredHost = Pick<
  HostScanHost,
  | "id"
  | "host_id"
  | "name"
  | "dns_host_name"
  | "os"
  | "ip_address"
  | "version"
  | "status"
  | "status_description"
  | "failure_reason"
  | "attempt"
>;

const HOST_WORDING: Readonly<Record<HostStatus, string>> = {
  [ActionStatus.Queued]: "Queued",
  [ActionStatus.Running]: "Running",
  [ActionStatus.Complete]: "Complete",
  [ActionStatus.Failed]: "Failed",
  [ActionStatus.Cancelled]: "Cancelled",
};

/** With a full stop, as in the reference's samples: `Running.` of a job, `Running` of a host. */
const JOB_WORDING: Readonly<Record<JobStatus, string>> = {
  [ActionStatus.Queued]: "Queued.",
  [ActionStatus.Running]: "Running.",
  [ActionStatus.Complete]: "Complete.",
  [ActionStatus.Failed]: "Failed.",
  [ActionStatus.Cancelled]: "Cancelled.",
  [ActionStatus.CompletedWithErrors]: "CompletedWithErrors.",
};

function hostStatus(host: AnsweredHost): HostScanHostStatus {
  return {
    hostScanHostId: host.id,
    hostId: host.host_id,
    name: host.name,
    dnsHostName: host.dns_host_name,
    os: host.os,
    ipAddress: host.ip_address,
    version: host.version,
    status: host.status,
    statusDescription: host.status_description ?? HOST_WORDING[host.status],
    failureReason: host.failure_reason,
  };
}

/** The job of a call that schedules one. */
export function onlyJob([job]: readonly HostScanJobStatus[]): HostScanJobStatus {
  if (job === undefined) throw new Error("A call that schedules one job has scheduled none");
  return job;
}

/** A job as the API answers it, from its hosts in the order of their positions. */
export function jobStatus(id: string, hosts: readonly AnsweredHost[]): HostScanJobStatus {
  const status = rollUp(hosts.map((host) => ({ status: host.status, started: host.attempt > 0 })));
  return { id, status, statusDescription: JOB_WORDING[status], hostScanHostStatus: hosts.map(hostStatus) };
}
