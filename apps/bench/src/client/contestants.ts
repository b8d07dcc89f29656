import { createHostScanClient } from "@hostscan/client";
import type { paths } from "@hostscan/contract";
import createOpenapiFetch from "openapi-fetch";
import { createClient } from "../generated/hey-api/client/index.js";
import * as heyApi from "../generated/hey-api/index.js";
import * as orval from "../generated/orval/index.js";
import { server } from "../generated/orval/server.js";
import type { MakeCalls } from "./calls.ts";

/** The floor: bare `fetch`, no types checked, no time limit, nothing repeated. */
const byFetch: MakeCalls = (baseUrl, token) => {
  const url = `${baseUrl}/api/v1/HostScanJob`;
  const headers = { Authorization: `Bearer ${token}` };
  const answer = async (response: Response) => {
    if (!response.ok) throw new Error(await response.text());
    return JSON.parse(await response.text());
  };
  return {
    createJob: async (dnsHostName) =>
      answer(
        await fetch(url, {
          method: "POST",
          headers: { ...headers, "Content-Type": "application/json" },
          body: JSON.stringify([{ dnsHostName }]),
        }),
      ),
    getJob: async (jobId) => answer(await fetch(`${url}/${jobId}`, { headers })),
    listJobs: async () => answer(await fetch(url, { headers })),
  };
};

const byHostscan: MakeCalls = (baseUrl, token) => {
  const client = createHostScanClient({ baseUrl, token });
  return {
    createJob: (dnsHostName) => client.createJob([{ dnsHostName }]),
    getJob: (jobId) => client.getJob(jobId),
    async listJobs() {
      const { value } = await client.listJobs().pages().next();
      return value ?? [];
    },
  };
};

/** The client's own core, bare: no time limit, nothing repeated. */
const byOpenapiFetch: MakeCalls = (baseUrl, token) => {
  const client = createOpenapiFetch<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });
  const given = <T>({ data, error }: { readonly data?: T; readonly error?: unknown }): T => {
    if (data === undefined) throw new Error(JSON.stringify(error));
    return data;
  };
  const path = "/api/v1/HostScanJob";
  return {
    createJob: async (dnsHostName) => given(await client.POST(path, { body: [{ dnsHostName }] })),
    getJob: async (hostScanJobId) =>
      given(await client.GET(`${path}/{hostScanJobId}`, { params: { path: { hostScanJobId } } })),
    listJobs: async () => given(await client.GET(path)),
  };
};

const byHeyApi: MakeCalls = (baseUrl, token) => {
  const call = { client: createClient({ baseUrl, auth: token }), throwOnError: true } as const;
  return {
    createJob: async (dnsHostName) =>
      (await heyApi.postListOfIdsAsync({ ...call, body: [{ dnsHostName }] })).data,
    getJob: async (hostScanJobId) => (await heyApi.getJobStatus({ ...call, path: { hostScanJobId } })).data,
    listJobs: async () => (await heyApi.get(call)).data,
  };
};

/** Orval's functions have one server for all. */
const byOrval: MakeCalls = (baseUrl, token) => {
  server.origin = baseUrl;
  const options = { headers: { Authorization: `Bearer ${token}` } };
  return {
    async createJob(dnsHostName) {
      const answer = await orval.postListOfIdsAsync([{ dnsHostName }], options);
      if (answer.status !== 200) throw new Error(answer.data.detail ?? "");
      return answer.data;
    },
    async getJob(jobId) {
      const answer = await orval.getJobStatus(jobId, options);
      if (answer.status !== 200) throw new Error(answer.data.detail ?? "");
      return answer.data;
    },
    async listJobs() {
      const answer = await orval.get({}, options);
      if (answer.status !== 200) throw new Error(answer.data.detail ?? "");
      return answer.data;
    },
  };
};

/** The client, the floor under it, and the peers, which are generated from the same document. */
export const contestants = {
  hostscan: byHostscan,
  fetch: byFetch,
  "openapi-fetch": byOpenapiFetch,
  orval: byOrval,
  "hey-api": byHeyApi,
} as const satisfies Record<string, MakeCalls>;

export type Contestant = keyof typeof contestants;

/** The program of `types/programs` that each contestant's bundle holds; bare `fetch` needs nothing. */
export const programs = {
  hostscan: "client",
  "openapi-fetch": "openapi-fetch",
  orval: "orval",
  "hey-api": "hey-api",
} as const;
