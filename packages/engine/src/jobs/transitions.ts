import { ActionStatus } from "@hostscan/contract";
import type { HostStatus } from "@hostscan/database";

/**
 * What may become of a host of a job. Every write of `host_scan_host.status` is guarded by it, through
 * {@link statusesBefore}.
 *
 * `Running` to `Running`: a worker took over what another one lost. `Running` to `Queued`: the scan is to be
 * tried again, its worker shut down and gave it back, or its credential is paused. `Queued` to `Failed`: it has waited for
 * its credential too long.
 */
export const HOST_TRANSITIONS: Readonly<Record<HostStatus, readonly HostStatus[]>> = {
  [ActionStatus.Queued]: [ActionStatus.Running, ActionStatus.Failed, ActionStatus.Cancelled],
  [ActionStatus.Running]: [
    ActionStatus.Running,
    ActionStatus.Queued,
    ActionStatus.Complete,
    ActionStatus.Failed,
    ActionStatus.Cancelled,
  ],
  [ActionStatus.Complete]: [],
  [ActionStatus.Failed]: [],
  [ActionStatus.Cancelled]: [],
};

export const HOST_STATUSES: readonly HostStatus[] = [
  ActionStatus.Queued,
  ActionStatus.Running,
  ActionStatus.Complete,
  ActionStatus.Failed,
  ActionStatus.Cancelled,
];

/** The statuses from which a host may come to `status`; for the `where` of the update that brings it there. */
export function statusesBefore(status: HostStatus): HostStatus[] {
  return HOST_STATUSES.filter((from) => HOST_TRANSITIONS[from].includes(status));
}
