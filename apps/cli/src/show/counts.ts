import { ActionStatus, type HostScanHost, type HostScanJob, isFinished } from "@hostscan/client";

/** How many hosts stand where. */
export interface Counts {
  readonly all: number;
  readonly scanned: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly running: number;
  readonly waiting: number;
}

/** The hosts of jobs, in the jobs' order. */
export function hostsOf(jobs: readonly HostScanJob[]): HostScanHost[] {
  return jobs.flatMap((job) => job.hostScanHostStatus ?? []);
}

/** Counts the hosts of jobs. */
export function countHosts(jobs: readonly HostScanJob[]): Counts {
  const statuses = hostsOf(jobs).map(({ status }) => status);
  const count = (wanted: number) => statuses.filter((status) => status === wanted).length;
  const [failed, running] = [count(ActionStatus.Failed), count(ActionStatus.Running)];
  const scanned = count(ActionStatus.Complete) + count(ActionStatus.CompletedWithErrors);
  const finished = statuses.filter(isFinished).length;
  // What else is finished was never run.
  const cancelled = finished - scanned - failed;
  const waiting = statuses.length - finished - running;
  return { all: statuses.length, scanned, failed, cancelled, running, waiting };
}

/** How many hosts are finished, whatever came of them. */
export function finishedOf({ scanned, failed, cancelled }: Counts): number {
  return scanned + failed + cancelled;
}

/** `295 scanned, 5 failed`; where none has been begun, `300 hosts`. */
export function countsText(counts: Counts): string {
  const { all, waiting } = counts;
  if (waiting === all) return `${all} ${all === 1 ? "host" : "hosts"}`;
  const parts = [
    [counts.scanned, "scanned"],
    [counts.failed, "failed"],
    [counts.cancelled, "cancelled"],
    [counts.running, "running"],
    [waiting, "waiting"],
  ] as const;
  return parts.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : [])).join(", ");
}
