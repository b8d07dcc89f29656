import {
  ActionFailureReason,
  ActionStatus,
  type HostScanHost,
  type HostScanJob,
  isFinished,
  nameOf,
} from "@hostscan/client";
import { plainText } from "./plain-text.ts";
import type { Paint } from "./style.ts";
import { table } from "./table.ts";

const HEAD = ["HOST", "STATUS", "RESULT"];

/** A host as people call it. */
function hostLabel(host: HostScanHost): string {
  return plainText(host.dnsHostName || host.ipAddress || host.name || host.hostId || "-");
}

/** What a host's scan came to: its system, or why there is none. */
function resultOf(host: HostScanHost): string {
  const { os, version, statusDescription, failureReason } = host;
  if (host.status === ActionStatus.Complete) return plainText([os, version].filter(Boolean).join(" ")) || "-";
  if (host.status !== ActionStatus.Failed) return "-";
  const reason = nameOf(ActionFailureReason, failureReason);
  return plainText([reason, statusDescription].filter(Boolean).join(": ")) || "-";
}

/** A job's status for people. */
export function statusName(status: HostScanHost["status"]): string {
  return plainText(nameOf(ActionStatus, status)) || "-";
}

/** How many of a job's hosts are finished, and how many there are. */
export function progressOf(jobs: readonly HostScanJob[]): { readonly done: number; readonly all: number } {
  const hosts = jobs.flatMap((job) => job.hostScanHostStatus ?? []);
  return { done: hosts.filter(({ status }) => isFinished(status)).length, all: hosts.length };
}

/** One line that tells a job and how far it is. */
export function jobLine(job: HostScanJob, paint: Paint): string {
  const { done, all } = progressOf([job]);
  const status = paint(statusName(job.status), job.status);
  return `Job ${plainText(job.id)}  ${status}  ${done} of ${all} ${all === 1 ? "host" : "hosts"}`;
}

/** One line for a host. */
export function hostCells(host: HostScanHost, paint: Paint): string[] {
  return [hostLabel(host), paint(statusName(host.status), host.status), resultOf(host)];
}

/** A job with all its hosts. */
export function jobReport(job: HostScanJob, paint: Paint): string[] {
  const hosts = job.hostScanHostStatus ?? [];
  const { head, rows } = table(
    HEAD,
    hosts.map((host) => hostCells(host, paint)),
  );
  return [jobLine(job, paint), ...(rows.length > 0 ? [head, ...rows] : [])];
}

/** The hosts of jobs as a table's lines; those to look at first come first. */
export function hostTable(jobs: readonly HostScanJob[], paint: Paint): string[] {
  const hosts = jobs.flatMap((job) => job.hostScanHostStatus ?? []);
  const ranked = hosts.toSorted((a, b) => rank(a) - rank(b));
  const { head, rows } = table(
    HEAD,
    ranked.map((host) => hostCells(host, paint)),
  );
  return [head, ...rows];
}

function rank({ status }: HostScanHost): number {
  if (status === ActionStatus.Running) return 0;
  if (status === ActionStatus.Failed) return 1;
  return isFinished(status) ? 3 : 2;
}
