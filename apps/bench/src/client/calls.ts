import type { components } from "@hostscan/contract";

/** The client promises no more of a job, since a server of the reference may leave out the rest. */
export type Job = Partial<components["schemas"]["HostScanJobStatus"]>;

/** The calls whose time is measured, as each client makes them; a refusal rejects. */
export interface Calls {
  createJob(dnsHostName: string): Promise<Job>;
  getJob(jobId: string): Promise<Job>;
  /** The first page. */
  listJobs(): Promise<readonly Job[]>;
}

/** Has a client make its calls of a server. */
export type MakeCalls = (baseUrl: string, token: string) => Calls;
