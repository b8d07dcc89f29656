import type { components, paths } from "@hostscan/contract";
import createClient, { type Client } from "openapi-fetch";
import { accepted, answered } from "./answer.ts";
import { type HostScanJob, jobOf, jobsOf } from "./job.ts";
import { type JobList, listJobs } from "./job-list.ts";
import { createTransport, type Token } from "./transport.ts";
import { type WaitOptions, waitForJob } from "./wait.ts";

export type HostScanJobRequest = components["schemas"]["HostScanJobRequest"];

export interface HostScanClientOptions {
  /** Address of the server without the API's path, e.g. `https://localhost:6500`. */
  readonly baseUrl: string;
  readonly token: Token;
  /** Used instead of the platform's `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

export interface CallOptions {
  /** Abandons the call; its reason is what the call then rejects with. */
  readonly signal?: AbortSignal;
}

export interface SchedulingOptions extends CallOptions {
  /**
   * Makes a repeated call safe: the same key with the same content gets the first answer again and
   * schedules nothing. 1 to 255 visible ASCII characters, kept by the server for 24 hours.
   */
  readonly idempotencyKey?: string;
}

export interface ListOptions extends CallOptions {
  /** Jobs per page, 1 to 200; the server's default is 50. */
  readonly limit?: number;
}

/**
 * A client of the Host Scan Job API.
 *
 * Every method rejects with `HostScanProblem` where the server refuses, with `HostScanNetworkError` where it
 * is out of reach, and with the reason of `signal` where that is aborted.
 */
export interface HostScanClient {
  /** The openapi-fetch client underneath, for whoever wants each declared status as a typed union. */
  readonly raw: Client<paths>;
  /** Onboards hosts, or finds them again, and schedules one scan job for them all. */
  createJob(requests: readonly HostScanJobRequest[], options?: SchedulingOptions): Promise<HostScanJob>;
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
}

/** Makes a client. It keeps no connection and needs no closing. */
export function createHostScanClient(options: HostScanClientOptions): HostScanClient {
  const raw = createClient<paths>({ baseUrl: options.baseUrl, fetch: createTransport(options) });

  const client: HostScanClient = {
    raw,
    async createJob(requests, { signal, idempotencyKey } = {}) {
      const params = { header: keyHeader(idempotencyKey) };
      const call = raw.POST("/api/v1/HostScanJob", { params, body: [...requests], ...abort(signal) });
      return jobOf(await answered(call, signal));
    },
    async scanHost(hostId, { signal, idempotencyKey } = {}) {
      const params = { path: { hostId }, header: keyHeader(idempotencyKey) };
      const call = raw.POST("/api/v1/HostScanJob/ByHostId/{hostId}", { params, ...abort(signal) });
      return jobOf(await answered(call, signal));
    },
    async scanHosts(hostIds, { signal, idempotencyKey } = {}) {
      const init = { params: { header: keyHeader(idempotencyKey) }, body: [...hostIds], ...abort(signal) };
      return jobsOf(await answered(raw.POST("/api/v1/HostScanJob/ByHostIdMultiple", init), signal));
    },
    async scanOu(credentialId, dnsHostNames, { signal, idempotencyKey } = {}) {
      const params = { path: { credentialId }, header: keyHeader(idempotencyKey) };
      const init = { params, body: [...dnsHostNames], ...abort(signal) };
      return jobOf(await answered(raw.POST("/api/v1/HostScanJob/OuMapping/{credentialId}", init), signal));
    },
    async cancel(hostScanJobId, { signal } = {}) {
      const init = { params: { path: { hostScanJobId } }, ...abort(signal) };
      await accepted(raw.DELETE("/api/v1/HostScanJob/{hostScanJobId}", init), signal);
    },
    async getJob(hostScanJobId, { signal } = {}) {
      const init = { params: { path: { hostScanJobId } }, ...abort(signal) };
      return jobOf(await answered(raw.GET("/api/v1/HostScanJob/{hostScanJobId}", init), signal));
    },
    listJobs: ({ limit, signal } = {}) =>
      listJobs((after) => {
        const query = {
          ...(limit === undefined ? {} : { limit }),
          ...(after === undefined ? {} : { after }),
        };
        return answered(raw.GET("/api/v1/HostScanJob", { params: { query }, ...abort(signal) }), signal);
      }),
    async latestJobForHost(hostId, { signal } = {}) {
      const call = raw.GET("/api/v1/HostScanJob/ByHostId/{hostId}", {
        params: { path: { hostId } },
        ...abort(signal),
      });
      return jobOf(await answered(call, signal));
    },
    waitFor: (jobId, wait) => waitForJob(jobId, (signal) => client.getJob(jobId, { signal }), wait),
  };
  return client;
}

const abort = (signal: AbortSignal | undefined) => (signal ? { signal } : {});

const keyHeader = (key: string | undefined) => (key === undefined ? {} : { "Idempotency-Key": key });
