import { randomUUID } from "node:crypto";
import { ActionStatus, type components } from "@hostscan/contract";
import type { HostScanJobService, Result } from "@hostscan/core";
import { InMemoryJobs } from "@hostscan/server/testing";
import { stuckHost } from "../scenario.ts";

type Job = components["schemas"]["HostScanJobStatus"];

const ok = <T>(value: T): Promise<Result<T>> => Promise.resolve({ ok: true, value });
const none = <T>(): Promise<Result<T>> =>
  Promise.resolve({ ok: false, rejection: { kind: "not-found", detail: "There is no such job." } });

/** A fixture of the port: jobs in memory, which come a step further each time they are read. */
export function createAdvancingJobs(): HostScanJobService {
  const jobs: Job[] = [];
  const find = (jobId: string) => jobs.find(({ id }) => id === jobId);

  const schedule = (names: readonly string[]): Job => {
    const status = ActionStatus.Queued;
    const hosts = names.map((dnsHostName) => ({ hostId: randomUUID(), dnsHostName, status }));
    const job: Job = { id: randomUUID(), status, statusDescription: "Queued.", hostScanHostStatus: hosts };
    jobs.unshift(job);
    return structuredClone(job);
  };

  const become = (job: Job, status: ActionStatus): void => {
    job.status = status;
    const facts =
      status === ActionStatus.Complete ? { name: "web-1", os: "Debian GNU/Linux", version: "12" } : {};
    for (const host of job.hostScanHostStatus ?? []) Object.assign(host, { status, ...facts });
  };

  const advance = (job: Job): void => {
    const stuck = job.hostScanHostStatus?.some(({ dnsHostName }) => dnsHostName === stuckHost);
    if (job.status === ActionStatus.Queued) become(job, ActionStatus.Running);
    else if (job.status === ActionStatus.Running && !stuck) become(job, ActionStatus.Complete);
  };

  const read = (job: Job | undefined) => {
    if (job === undefined) return none<Job>();
    const told = structuredClone(job);
    advance(job);
    return ok(told);
  };

  return Object.assign(new InMemoryJobs(), {
    createJob: (requests) => ok(schedule(requests.map(({ dnsHostName }) => dnsHostName ?? ""))),
    validateImportedCsv: (rows) => ok(rows.map((row) => ({ ...row, dnsHostNameError: null }))),
    scanHost: (hostId) => ok(schedule([hostId])),
    scanHosts: (hostIds) => ok(hostIds.map((hostId) => schedule([hostId]))),
    scanOrganizationalUnit: (_, names) => ok(schedule(names)),
    cancelJob: (jobId) => {
      const job = find(jobId);
      if (job === undefined) return none();
      become(job, ActionStatus.Cancelled);
      return ok(undefined);
    },
    listJobs: ({ limit, after }) => {
      const start = after === undefined ? 0 : jobs.findIndex(({ id }) => id === after) + 1;
      const page = jobs.slice(start, start + limit);
      const next = jobs.length > start + limit ? page.at(-1)?.id : undefined;
      return ok({ jobs: page, ...(next && { next }) });
    },
    getJob: (jobId) => read(find(jobId)),
    latestJobForHost: (hostId) =>
      read(jobs.find(({ hostScanHostStatus }) => hostScanHostStatus?.some((host) => host.hostId === hostId))),
  } satisfies Partial<HostScanJobService>);
}
