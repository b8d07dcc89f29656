import type { components } from "@hostscan/contract";
import { createCall } from "./call.ts";
import { HostScanProblem } from "./errors.ts";
import { type HostScanJob, readJob, readJobs } from "./job.ts";
import { type JobList, listJobs } from "./job-list.ts";
import { nextPage } from "./link.ts";
import type { CallOptions, HostScanClientOptions, ListOptions, SchedulingOptions } from "./options.ts";
import { createRaw, type RawClient } from "./raw.ts";
import { type WaitOptions, type WatchOptions, waitForJob, watchJob } from "./watch.ts";

export type HostScanJobRequest = components["schemas"]["HostScanJobRequest"];

/** A row as it was sent, with what is wrong with it; null where nothing is. */
export type ValidatedHostScanJobRequest = components["schemas"]["ValidatedHostScanJobRequest"];

/**
 * A client of the Host Scan Job API.
 *
 * Every method rejects with `HostScanProblem` where the server refuses, with `HostScanNetworkError` where there is no
 * answer, with `HostScanTimeoutError` after `timeoutMs`, and with the reason of `signal` where that is aborted. What
 * your own functions throw (token, hooks, `onProgress`) comes through as it is. Nothing else is thrown.
 */
export interface HostScanClient {
  /** The operations by method and path, for whoever wants each declared status as a typed union. */
  readonly raw: RawClient;
  /** Onboards hosts, or finds them again, and schedules one scan job for them all. */
  createJob(requests: readonly HostScanJobRequest[], options?: SchedulingOptions): Promise<HostScanJob>;
  /** Tells of each row what `createJob` would refuse it for, and schedules nothing. */
  validateImportedCsv(
    rows: readonly HostScanJobRequest[],
    options?: CallOptions,
  ): Promise<ValidatedHostScanJobRequest[]>;
  /** Schedules a scan of a known host. */
  scanHost(hostId: string, options?: SchedulingOptions): Promise<HostScanJob>;
  /** Schedules one scan job per known host, in the order given. */
  scanHosts(hostIds: readonly string[], options?: SchedulingOptions): Promise<HostScanJob[]>;
  /** Onboards the hosts of an organizational unit under one credential and schedules a scan of them. */
  scanOu(
    credentialId: string,
    dnsHostNames: readonly string[],
    options?: SchedulingOptions,
  ): Promise<HostScanJob>;
  /** Cancels what is left of a job. */
  cancel(jobId: string, options?: CallOptions): Promise<void>;
  getJob(jobId: string, options?: CallOptions): Promise<HostScanJob>;
  /** Every job, newest first; further pages are fetched as the iteration gets to them. */
  listJobs(options?: ListOptions): JobList;
  /** The newest job that holds a host. */
  latestJobForHost(hostId: string, options?: CallOptions): Promise<HostScanJob>;
  /**
   * Reads a job until it is finished, and resolves to its last state whether that is a success or not.
   *
   * @throws {HostScanTimeoutError} after `timeoutMs`; the job itself goes on
   */
  waitFor(jobId: string, options?: WaitOptions): Promise<HostScanJob>;
  /** As `waitFor`, but gives the job when it was first read, and whenever it has changed; the last one is finished. */
  watch(jobId: string, options?: WatchOptions): AsyncGenerator<HostScanJob, void, undefined>;
}

/** Makes a client. It keeps no connection and needs no closing. */
export function createHostScanClient(options: HostScanClientOptions): HostScanClient {
  const raw = createRaw(createCall(options));
  const { GET, POST, DELETE } = raw;

  const getJob: HostScanClient["getJob"] = (hostScanJobId, call) =>
    read(
      GET("/api/v1/HostScanJob/{hostScanJobId}", { ...call, params: { path: { hostScanJobId } } }),
      readJob,
    );
  const reader = (jobId: string) => (signal: AbortSignal) => getJob(jobId, { signal });

  return {
    raw,
    getJob,
    createJob: (body, call) => read(POST("/api/v1/HostScanJob", { ...call, body }), readJob),
    validateImportedCsv: (body, call) =>
      read(POST("/api/v1/HostScanJob/ValidateImportedCSV", { ...call, body }), (rows) =>
        Array.isArray(rows) ? rows : undefined,
      ),
    scanHost: (hostId, call) =>
      read(POST("/api/v1/HostScanJob/ByHostId/{hostId}", { ...call, params: { path: { hostId } } }), readJob),
    scanHosts: (body, call) =>
      read(POST("/api/v1/HostScanJob/ByHostIdMultiple", { ...call, body }), readJobs),
    scanOu: (credentialId, body, call) => {
      const params = { path: { credentialId } };
      return read(POST("/api/v1/HostScanJob/OuMapping/{credentialId}", { ...call, params, body }), readJob);
    },
    cancel: async (hostScanJobId, call) => {
      const params = { path: { hostScanJobId } };
      await read(DELETE("/api/v1/HostScanJob/{hostScanJobId}", { ...call, params }), () => true);
    },
    latestJobForHost: (hostId, call) =>
      read(GET("/api/v1/HostScanJob/ByHostId/{hostId}", { ...call, params: { path: { hostId } } }), readJob),
    listJobs: ({ limit, ...call } = {}) =>
      listJobs(async (after) => {
        const answer = GET("/api/v1/HostScanJob", { ...call, params: { query: { limit, after } } });
        const jobs = await read(answer, readJobs);
        return { jobs, next: nextPage((await answer).response.headers.get("Link")) };
      }),
    waitFor: (jobId, wait) => waitForJob(jobId, reader(jobId), wait),
    watch: (jobId, watch) => watchJob(jobId, reader(jobId), watch),
  };
}

/** What a call was made for. @throws {HostScanProblem} where it was refused, or answered with something else */
async function read<T>(
  call: Promise<{ readonly response: Response; readonly text: string; readonly data: unknown }>,
  reader: (data: unknown) => T | undefined,
): Promise<T> {
  const { response, text, data } = await call;
  const value = response.ok ? reader(data) : undefined;
  if (value === undefined) throw new HostScanProblem(response, text);
  return value;
}
