import type { Caller, HostRequest, InvalidValue } from "@hostscan/core";
import { InMemoryJobs, type Job } from "@hostscan/server/testing";
import type { Tampering } from "../fixture-target.ts";
import { changingJson, isList } from "./mutant.ts";

/** A server of its own over jobs in memory that get something wrong. */
export const model = (make: () => InMemoryJobs) => (): Tampering => ({ memory: make() });

/** Overlooks errors at some places. */
export const overlooks = (isOverlooked: (error: InvalidValue) => boolean) =>
  model(
    () =>
      new (class extends InMemoryJobs {
        protected override errorsOf(requests: readonly HostRequest[], caller: Caller) {
          return super.errorsOf(requests, caller).filter((error) => !isOverlooked(error));
        }
      })(),
  );

export const isCreate = (path: string, method: string): boolean => path === "" && method === "POST";

/** The hosts of a job in an answer; undefined where it is none. */
export const hostsIn = (json: Readonly<Record<string, unknown>>): Record<string, unknown>[] | undefined =>
  isList(json["hostScanHostStatus"])
    ? json["hostScanHostStatus"].map((host) => ({ ...Object(host) }))
    : undefined;

/** Changes each job that is answered by itself. */
export const eachJob = (change: (job: Record<string, unknown>) => object) =>
  changingJson((json, _call, status) =>
    status === 200 && "hostScanHostStatus" in json ? change({ ...json }) : undefined,
  );

/** Changes each host of each job that is answered by itself. */
export const eachHost = (change: (host: Record<string, unknown>) => object) =>
  eachJob((job) => ({ ...job, hostScanHostStatus: hostsIn(job)?.map(change) ?? null }));

export const jobOf = (jobs: readonly Job[], jobId: string): Job | undefined =>
  jobs.find(({ id }) => id === jobId.toLowerCase());
