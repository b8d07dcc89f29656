import { ActionStatus, type components } from "@hostscan/contract";
import { rollUp } from "@hostscan/contract/job-status";
import type { HostScanHost, HostStatus } from "@hostscan/database";

/** The statuses a job can have. */
type JobStatus = HostStatus | typeof ActionStatus.CompletedWithErrors;

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
  const status = progress(hosts);
  return { id, status, statusDescription: JOB_WORDING[status], hostScanHostStatus: hosts.map(hostStatus) };
}

/** As its hosts roll up; but a job whose hosts all wait, and one of them to be tried again, is `Running`. */
function progress(hosts: readonly Pick<AnsweredHost, "status" | "attempt">[]): JobStatus {
  const status = rollUp(hosts.map((host) => host.status));
  const begun = hosts.some(({ attempt }) => attempt > 0);
  return status === ActionStatus.Queued && begun ? ActionStatus.Running : status;
}
