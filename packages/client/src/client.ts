import { HostScanProblem } from "./errors.ts";
import type { components } from "./generated/types.ts";
import { type HostScanJob, readJob, readJobs } from "./job.ts";
import { type JobList, type JobPage, listJobs } from "./job-list.ts";
import { check, startLimit } from "./limit.ts";
import { nextPage } from "./link.ts";
import type { PathClient } from "./openapi-fetch.ts";
import type { CallOptions, HostScanClientOptions, ListOptions, SchedulingOptions } from "./options.ts";
import { type CallAnswer, type CallInit, createPathClient } from "./path-client.ts";
import { type ScanAndWaitOptions, scanAndWait } from "./scan-and-wait.ts";
import { type WaitOptions, type WatchOptions, waitForJob, watchJob } from "./watch.ts";

export type HostScanJobRequest = components["schemas"]["HostScanJobRequest"];

/** A row as it was sent, with what is wrong with it; null where nothing is. */
export type ValidatedHostScanJobRequest = components["schemas"]["ValidatedHostScanJobRequest"];

/**
 * A client of the Host Scan Job API: openapi-fetch's, with `GET`, `POST`, … by path, `use` and `eject`, where a refusal is
 * a value; and a method for each operation, that rejects with `HostScanProblem` where the server refuses.
 *
 * All reject with `HostScanNetworkError` where there is no answer, with `HostScanRequestError` of what cannot be sent, with
 * `HostScanTimeoutError` after `timeoutMs`, and with the reason of `signal` where that is aborted. What your own functions
 * throw (token, hooks, middlewares, `onProgress`) comes through as it is. Nothing else is thrown.
 */
export interface HostScanClient extends PathClient {
  /** The server's address, without a slash at its end. */
  readonly baseUrl: string;
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
  /** `createJob`, then `waitFor`. `timeoutMs` is for the waiting. */
  scanAndWait(hosts: readonly HostScanJobRequest[], options?: ScanAndWaitOptions): Promise<HostScanJob>;
}

/** Makes a client. It keeps no connection and needs no closing. */
export function createHostScanClient(options: HostScanClientOptions): HostScanClient {
  const { client, call } = createPathClient(options);
  const { baseUrl } = options;

  /** What a call was made for. @throws {HostScanProblem} where it was refused, or answered with something else */
  async function read<T>(
    method: "get" | "post",
    path: string,
    init: CallInit,
    reader: (data: unknown, answer: CallAnswer) => T | undefined,
  ): Promise<T> {
    const answer = await call(method, path, init);
    const value = answer.response.ok ? reader(answer.data, answer) : undefined;
    if (value === undefined) throw new HostScanProblem(answer.response, answer.text, answer.asked);
    return value;
  }

  const getJob = (hostScanJobId: string, options?: CallOptions) =>
    read(
      "get",
      "/api/v1/HostScanJob/{hostScanJobId}",
      { ...options, params: { path: { hostScanJobId } } },
      readJob,
    );
  const reader = (jobId: string) => (signal: AbortSignal) => getJob(jobId, { signal, retries: 0 });
  const methods: Omit<HostScanClient, keyof PathClient | "baseUrl"> = {
    getJob,
    createJob: (body, options) => read("post", "/api/v1/HostScanJob", { ...options, body }, readJob),
    validateImportedCsv: (body, options) =>
      read("post", "/api/v1/HostScanJob/ValidateImportedCSV", { ...options, body }, readRows),
    scanHost: (hostId, options) =>
      read(
        "post",
        "/api/v1/HostScanJob/ByHostId/{hostId}",
        { ...options, params: { path: { hostId } } },
        readJob,
      ),
    scanHosts: (body, options) =>
      read("post", "/api/v1/HostScanJob/ByHostIdMultiple", { ...options, body }, readJobs),
    scanOu: (credentialId, body, options) =>
      read(
        "post",
        "/api/v1/HostScanJob/OuMapping/{credentialId}",
        { ...options, params: { path: { credentialId } }, body },
        readJob,
      ),
    async cancel(hostScanJobId, options) {
      const answer = await call("delete", "/api/v1/HostScanJob/{hostScanJobId}", {
        ...options,
        params: { path: { hostScanJobId } },
      });
      // 200 is what a proxy's page has.
      const { status } = answer.response;
      if (status !== 202 && status !== 204)
        throw new HostScanProblem(answer.response, answer.text, answer.asked);
    },
    latestJobForHost: (hostId, options) =>
      read(
        "get",
        "/api/v1/HostScanJob/ByHostId/{hostId}",
        { ...options, params: { path: { hostId } } },
        readJob,
      ),
    listJobs: ({ pageSize: limit, after: first, signal, ...options } = {}) => {
      async function page(after: string | undefined, left: AbortSignal): Promise<JobPage> {
        check("number", { pageSize: limit });
        const either = startLimit(undefined, [signal, left], () => undefined);
        const init = { ...options, signal: either.stop, params: { query: { limit, after } } };
        try {
          return await read("get", "/api/v1/HostScanJob", init, readPage);
        } finally {
          either.end();
        }
      }
      return listJobs(page, first);
    },
    waitFor: (jobId, options) => waitForJob(jobId, reader(jobId), options),
    watch: (jobId, options) => watchJob(jobId, reader(jobId), options),
    scanAndWait: (hosts, options = {}) =>
      scanAndWait(
        {
          create: (scheduling) => methods.createJob(hosts, scheduling),
          wait: (jobId, waiting) => methods.waitFor(jobId, waiting),
          cancel: (jobId) => methods.cancel(jobId),
        },
        options,
      ),
  };
  return Object.assign(client, methods, { baseUrl: baseUrl.replace(/\/+$/, "") });
}

const readRows = (rows: unknown): ValidatedHostScanJobRequest[] | undefined =>
  Array.isArray(rows) ? rows : undefined;

/** @throws {HostScanProblem} of a cursor that nobody could follow */
function readPage(body: unknown, { response, text, asked }: CallAnswer): JobPage | undefined {
  const jobs = readJobs(body);
  let next: string | undefined;
  try {
    next = nextPage(response.headers.get("Link"));
  } catch {
    throw new HostScanProblem(response, text, {
      ...asked,
      detail: "Its Link header has a malformed cursor.",
    });
  }
  return jobs && (next === undefined ? jobs : Object.assign(jobs, { next }));
}
