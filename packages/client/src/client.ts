import type { CredentialCalls, TrustCalls } from "./administration.ts";
import { HostScanProblem } from "./errors.ts";
import type { components } from "./generated/types.ts";
import type { HostEntries, InventoryReads, JobFilter } from "./inventory.ts";
import { type HostScanJob, readJob, readJobs } from "./job.ts";
import { isObject } from "./json.ts";
import { check, startLimit } from "./limit.ts";
import { nextPage } from "./link.ts";
import { type JobList, type List, type ListPage, walkPages } from "./list.ts";
import type { PathClient, PathInit } from "./openapi-fetch.ts";
import type { CallOptions, HostScanClientOptions, ListOptions, SchedulingOptions } from "./options.ts";
import { type CallAnswer, type CallInit, createPathClient } from "./path-client.ts";
import { type ScanAndWaitOptions, scanAndWait } from "./scan-and-wait.ts";
import { type WaitOptions, type WatchOptions, waitForJob, watchJob } from "./watch.ts";

type Schemas = components["schemas"];

export type HostScanJobRequest = Schemas["HostScanJobRequest"];

/** A row as it was sent, with what is wrong with it; null where nothing is. */
export type ValidatedHostScanJobRequest = Schemas["ValidatedHostScanJobRequest"];

/**
 * A client of the Host Scan Job API: openapi-fetch's, with `GET`, `POST`, … by path, `use` and `eject`, where a refusal is
 * a value; and a method for each operation, that rejects with `HostScanProblem` where the server refuses.
 *
 * All reject with `HostScanNetworkError` where there is no answer, with `HostScanRequestError` of what cannot be sent, with
 * `HostScanTimeoutError` after `timeoutMs`, and with the reason of `signal` where that is aborted. What your own functions
 * throw (token, hooks, middlewares, `onProgress`) comes through as it is. Nothing else is thrown.
 */
export interface HostScanClient extends PathClient, InventoryReads, CredentialCalls, TrustCalls {
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
  /**
   * Every job, or those that fit the filter, newest first; further pages are fetched as the iteration gets to them. A
   * server that does not know filters lists every job.
   */
  listJobs(options?: ListOptions & JobFilter): JobList;
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

const api = "/api/v1/HostScanJob";
const accounts = "/api/v1/Credential";
const account = `${accounts}/{credentialId}`;

/** Makes a client. It keeps no connection and needs no closing. */
export function createHostScanClient(options: HostScanClientOptions): HostScanClient {
  const { client, call } = createPathClient(options);
  const { baseUrl } = options;

  /** What a call was made for. @throws {HostScanProblem} where it was refused, or answered with something else */
  async function read<T>(
    method: "get" | "post" | "put" | "delete",
    path: string,
    init: CallInit,
    reader: (data: unknown, answer: CallAnswer) => T | undefined,
  ): Promise<T> {
    const answer = await call(method, path, init);
    const value = answer.response.ok ? reader(answer.data, answer) : undefined;
    if (value === undefined) throw new HostScanProblem(answer.response, answer.text, answer.asked);
    return value;
  }

  /** Walks a list; each page is asked for when the iteration gets to it. */
  function list<Item>(
    path: string,
    params: PathInit["params"] & object,
    readItems: (body: unknown) => Item[] | undefined,
    { pageSize: limit, after: first, signal, ...options }: ListOptions = {},
  ): List<Item> {
    async function page(after: string | undefined, left: AbortSignal): Promise<ListPage<Item>> {
      check("number", { pageSize: limit });
      const either = startLimit(undefined, [signal, left], () => undefined);
      const query = { ...params.query, limit, after };
      const init = { ...options, signal: either.stop, params: { ...params, query } };
      try {
        return await read("get", path, init, (body, answer) => readPage(readItems(body), answer));
      } finally {
        either.end();
      }
    }
    return walkPages(path, page, first);
  }

  /** Has something ended or removed. */
  async function end(path: string, init: CallInit): Promise<void> {
    const { response, text, asked } = await call("delete", path, init);
    // 200 is what a proxy's page has.
    const { status } = response;
    if (status !== 202 && status !== 204) throw new HostScanProblem(response, text, asked);
  }

  const ofAccount = (credentialId: string, options?: CallOptions) => ({
    ...options,
    params: { path: { credentialId } },
  });
  const ofJob = (hostScanJobId: string, options?: CallOptions) => ({
    ...options,
    params: { path: { hostScanJobId } },
  });
  const getJob = (hostScanJobId: string, options?: CallOptions) =>
    read("get", `${api}/{hostScanJobId}`, ofJob(hostScanJobId, options), readJob);
  const reader = (jobId: string) => (signal: AbortSignal) => getJob(jobId, { signal, retries: 0 });
  const methods: Omit<HostScanClient, keyof PathClient | "baseUrl"> = {
    getJob,
    createJob: (body, options) => read("post", api, { ...options, body }, readJob),
    validateImportedCsv: (body, options) =>
      read("post", `${api}/ValidateImportedCSV`, { ...options, body }, readRows),
    scanHost: (hostId, options) =>
      read("post", `${api}/ByHostId/{hostId}`, { ...options, params: { path: { hostId } } }, readJob),
    scanHosts: (body, options) => read("post", `${api}/ByHostIdMultiple`, { ...options, body }, readJobs),
    scanOu: (credentialId, body, options) =>
      read(
        "post",
        `${api}/OuMapping/{credentialId}`,
        { ...options, params: { path: { credentialId } }, body },
        readJob,
      ),
    cancel: (jobId, options) => end(`${api}/{hostScanJobId}`, ofJob(jobId, options)),
    latestJobForHost: (hostId, options) =>
      read("get", `${api}/ByHostId/{hostId}`, { ...options, params: { path: { hostId } } }, readJob),
    listJobs: ({ status, hostId, since, createdBy, ...options } = {}) =>
      list(api, { query: { status, hostId, since, createdBy } }, readJobs, options),
    listHosts: (filter, options) =>
      list<Schemas["HostScanHost"]>(`${api}/Host`, { query: filter }, readItems, options),
    getHost: (hostId, options) =>
      read("get", `${api}/Host/{hostId}`, { ...options, params: { path: { hostId } } }, readHost),
    listEntries: <Section extends keyof HostEntries>(
      hostId: string,
      section: Section,
      options?: ListOptions,
    ) =>
      list<HostEntries[Section]>(`${api}/Host/{hostId}/${section}`, { path: { hostId } }, readItems, options),
    listAccounts: (filter, options) =>
      list<Schemas["HostScanAccount"]>(`${api}/User`, { query: filter }, readItems, options),
    listChanges: (filter, options) =>
      list<Schemas["HostScanChange"]>(`${api}/Change`, { query: filter }, readItems, options),
    listCredentials: (options) => list<Schemas["Credential"]>(accounts, {}, readItems, options),
    getCredential: (id, options) => read("get", account, ofAccount(id, options), readCredential),
    addCredential: (body, options) => read("post", accounts, { ...options, body }, readCredential),
    changeCredentialSecret: (id, body, options) =>
      read("put", `${account}/Secret`, { ...ofAccount(id, options), body }, readCredential),
    changeCredentialScope: (id, body, options) =>
      read("put", `${account}/Scope`, { ...ofAccount(id, options), body }, readCredential),
    resumeCredential: (id, options) =>
      read("delete", `${account}/Pause`, ofAccount(id, options), readCredential),
    removeCredential: (id, options) => end(account, ofAccount(id, options)),
    listAwaitingTrust: (filter, options) =>
      list<Schemas["HostScanKey"]>(`${api}/Trust`, { query: filter }, readItems, options),
    trustHosts: (body, options) =>
      read("post", `${api}/Trust`, { ...options, body }, readItems<Schemas["HostTrusted"]>),
    reviewTrust: (jobId, options) =>
      read("get", `${api}/Trust/Job/{hostScanJobId}`, ofJob(jobId, options), readReview),
    trustReviewed: (jobId, code, options) =>
      read(
        "post",
        `${api}/Trust/Job/{hostScanJobId}`,
        { ...ofJob(jobId, options), body: { code } },
        readItems<Schemas["HostTrusted"]>,
      ),
    trustKnownHosts: (body, options) =>
      read("post", `${api}/Trust/KnownHosts`, { ...options, body }, readKnownHosts),
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

/** What the server says of hosts is taken as it is, if it is a list. */
const readItems = <Item extends object>(items: unknown): Item[] | undefined =>
  Array.isArray(items) && !items.some((item) => !isObject(item)) ? items : undefined;

/** Reads an object by a member that it has, and says of what it is. */
const having =
  <T extends object>(member: keyof T & string) =>
  (value: unknown): T | undefined => {
    const isOne = (one: unknown): one is T => isObject(one) && one[member] !== undefined;
    return isOne(value) ? value : undefined;
  };

const readHost = having<Schemas["HostScanHost"]>("id");
const readCredential = having<Schemas["Credential"]>("id");
const readReview = having<Schemas["TrustReview"]>("code");
const readKnownHosts = having<Schemas["KnownHostsTrusted"]>("hosts");

/** @throws {HostScanProblem} of a cursor that nobody could follow */
function readPage<Item>(
  items: Item[] | undefined,
  { response, text, asked }: CallAnswer,
): ListPage<Item> | undefined {
  let next: string | undefined;
  try {
    next = nextPage(response.headers.get("Link"));
  } catch {
    throw new HostScanProblem(response, text, {
      ...asked,
      detail: "Its Link header has a malformed cursor.",
    });
  }
  return items && (next === undefined ? items : Object.assign(items, { next }));
}
