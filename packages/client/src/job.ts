import { ActionFailureReason, ActionStatus, numberOf } from "./enumerations.ts";
import type { components } from "./generated/types.ts";
import { isGraph, jobOfGraph } from "./job-graph.ts";
import { isObject } from "./json.ts";

/** A job as the server last told it. A server of the reference may leave out anything but the id. */
export type HostScanJob = Partial<components["schemas"]["HostScanJobStatus"]> & { readonly id: string };

export type HostScanHost = components["schemas"]["HostScanHostStatus"];

/** The job that a body tells, with names of statuses turned into their numbers; `undefined` where nobody could follow it. */
export function readJob(body: unknown): HostScanJob | undefined {
  const job = isGraph(body) ? jobOfGraph(body) : body;
  if (!isJob(job)) return undefined;
  useNumbers(job);
  job.hostScanHostStatus?.forEach(useNumbers);
  return job;
}

/** The jobs that a body tells, under the same condition as {@link readJob}. */
export function readJobs(body: unknown): HostScanJob[] | undefined {
  if (!Array.isArray(body)) return undefined;
  const jobs = body.map(readJob).filter((job) => job !== undefined);
  return jobs.length === body.length ? jobs : undefined;
}

function isJob(body: unknown): body is HostScanJob {
  if (!isObject(body) || typeof body["id"] !== "string" || body["id"] === "") return false;
  const hosts = body["hostScanHostStatus"] ?? [];
  return Array.isArray(hosts) && hosts.every(isObject);
}

/** In place: the body has just been parsed, and nobody else holds it. */
function useNumbers(part: HostScanHost): void {
  if (part.status) part.status = numberOf(ActionStatus, part.status);
  if (part.failureReason) part.failureReason = numberOf(ActionFailureReason, part.failureReason);
}

/** The hosts of a job that could not be scanned; each tells why by `failureReason` and `statusDescription`. */
export function failedHosts(job: Pick<HostScanJob, "hostScanHostStatus">): HostScanHost[] {
  const failed = ({ status }: HostScanHost) => numberOf(ActionStatus, status) === ActionStatus.Failed;
  return (job.hostScanHostStatus ?? []).filter(failed);
}
