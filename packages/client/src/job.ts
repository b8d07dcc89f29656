import type { components } from "@hostscan/contract";
import type { Answer } from "./answer.ts";
import { HostScanProblem } from "./errors.ts";

type HostScanJobStatus = components["schemas"]["HostScanJobStatus"];

/** A job as the server last told it. The contract leaves every member open, but a job without an id is refused. */
export type HostScanJob = HostScanJobStatus & { readonly id: string };

/** The job of an answer. @throws {HostScanProblem} for one without an id, which nobody could follow */
export function jobOf({ data, response }: Answer<HostScanJobStatus>): HostScanJob {
  if (hasId(data)) return data;
  throw withoutId(response);
}

/** The jobs of an answer, under the same condition as {@link jobOf}. */
export function jobsOf({ data, response }: Answer<readonly HostScanJobStatus[]>): HostScanJob[] {
  return data.map((job) => jobOf({ data: job, response }));
}

const hasId = (job: HostScanJobStatus): job is HostScanJob => typeof job.id === "string";

const withoutId = (response: Response) => new HostScanProblem(response, "The answer has a job without an id");
