import { ActionStatus, type components } from "@hostscan/contract";
import type { HostScanJobService, Rejection, Result } from "@hostscan/core";
import { createServer } from "@hostscan/server";
import { InMemoryJobs } from "@hostscan/server/testing";
import { expect, test } from "vitest";
import { createHostScanClient, HostScanProblem } from "../src/index.ts";

const id = "9c711ab3-8fc1-4d66-88d4-08f85117f32e";
const hostId = "70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5dd";
const credentialId = "f568fec0-10b6-4b94-9daf-e62c50c9bf3e";

const job: components["schemas"]["HostScanJobStatus"] = {
  id,
  status: ActionStatus.Queued,
  hostScanHostStatus: [{ hostId }],
};
const host: components["schemas"]["HostScanHost"] = {
  ...{ id: hostId, hostId, hostScanTrust: [], hostScanSection: [] },
};
const ok = <T>(value: T): Promise<Result<T>> => Promise.resolve({ ok: true, value });
const rejected = (rejection: Rejection): Promise<Result<never>> => Promise.resolve({ ok: false, rejection });

/** The real server over a fixture of the port, which keeps the calls it gets. */
function served(port: Partial<HostScanJobService> = {}) {
  const calls: unknown[][] = [];
  const kept =
    <T>(name: string, value: T) =>
    (...args: unknown[]) => {
      calls.push([name, ...args]);
      return ok(value);
    };
  const jobs: HostScanJobService = Object.assign(new InMemoryJobs(), {
    createJob: kept("createJob", job),
    validateImportedCsv: kept("validateImportedCsv", [{ dnsHostNameError: null }]),
    scanHost: kept("scanHost", job),
    scanHosts: kept("scanHosts", [job, job]),
    scanOrganizationalUnit: kept("scanOrganizationalUnit", job),
    cancelJob: kept("cancelJob", undefined),
    listJobs: kept("listJobs", { jobs: [job] }),
    getJob: kept("getJob", job),
    latestJobForHost: kept("latestJobForHost", job),
    listHosts: kept("listHosts", { items: [host] }),
    getHost: kept("getHost", host),
    listEntries: kept("listEntries", { items: [] }),
    listAccounts: kept("listAccounts", { items: [] }),
    listChanges: kept("listChanges", { items: [] }),
    ...port,
  } satisfies Partial<HostScanJobService>);
  const expiresAt = new Date(Date.now() + 60_000);
  const caller = { subject: "app-1", name: "importer", role: "App" };
  const tokens = {
    verify: async (token: string) =>
      token === "good"
        ? { ok: true as const, caller, expiresAt }
        : { ok: false as const, reason: "unknown" as const },
  };
  const unused = async (): Promise<never> => {
    throw new Error("The client does not sign in");
  };
  const signIn = { firstStep: unused, secondStep: unused };
  const app = createServer({ jobs, tokens, signIn });
  const fetch = async (request: Request) => app.fetch(request);
  return {
    calls,
    connect: (token: string) =>
      createHostScanClient({ baseUrl: "http://server.test", token, fetch, retries: 0 }),
  };
}

test("each method reaches its operation and gives its answer", async () => {
  const { calls, connect } = served();
  const client = connect("good");
  const request = { dnsHostName: "a.example", credentialId, sshPort: 2222 };
  expect(await client.createJob([request])).toEqual(job);
  expect(await client.validateImportedCsv([request])).toEqual([{ dnsHostNameError: null }]);
  expect(await client.scanHost(hostId)).toEqual(job);
  expect(await client.scanHosts([hostId, id])).toEqual([job, job]);
  expect(await client.scanOu(credentialId, ["a.example"])).toEqual(job);
  expect(await client.cancel(id)).toBeUndefined();
  expect(await client.getJob(id)).toEqual(job);
  expect(await Array.fromAsync(client.listJobs({ pageSize: 7 }))).toEqual([job]);
  expect(await client.latestJobForHost(hostId)).toEqual(job);
  const withContext = expect.objectContaining({ caller: expect.objectContaining({ subject: "app-1" }) });
  expect(calls).toEqual([
    ["createJob", [request], withContext],
    ["validateImportedCsv", [request], withContext],
    ["scanHost", hostId, withContext],
    ["scanHosts", [hostId, id], withContext],
    ["scanOrganizationalUnit", credentialId, ["a.example"], withContext],
    ["cancelJob", id, withContext],
    ["getJob", id, withContext],
    ["listJobs", { limit: 7 }, withContext],
    ["latestJobForHost", hostId, withContext],
  ]);
});

test("the Idempotency-Key arrives", async () => {
  const { calls, connect } = served();
  await connect("good").scanHost(hostId, { idempotencyKey: "k-1" });
  expect(calls[0]?.[2]).toMatchObject({ idempotencyKey: "k-1" });
});

test("walks every page of the server's", async () => {
  const pages: Record<string, string> = { first: "second", second: "third" };
  const { connect } = served({
    listJobs: ({ after = "first" }) => {
      const next = pages[after];
      return ok({ jobs: [{ ...job, statusDescription: after }], ...(next ? { next } : {}) });
    },
  });
  const jobs = await Array.fromAsync(connect("good").listJobs());
  expect(jobs.map(({ statusDescription }) => statusDescription)).toEqual(["first", "second", "third"]);
});

test("waits for a job, telling its progress", async () => {
  const statuses = [ActionStatus.Queued, ActionStatus.Running, ActionStatus.Complete];
  const { connect } = served({ getJob: () => ok({ ...job, status: statuses.shift() ?? null }) });
  const seen: unknown[] = [];
  const done = await connect("good").waitFor(id, { onProgress: ({ status }) => seen.push(status) });
  expect(done.status).toBe(ActionStatus.Complete);
  expect(seen).toEqual([ActionStatus.Queued, ActionStatus.Running, ActionStatus.Complete]);
});

test("a token that the server refuses is a 401 problem", async () => {
  const error = await served()
    .connect("bad")
    .getJob(id)
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(HostScanProblem);
  expect(error).toMatchObject({ status: 401, problem: { type: "urn:hostscan:problem:unauthenticated" } });
});

test("a rejection carries the problem, the request id and the time to wait", async () => {
  const invalid = {
    kind: "invalid",
    detail: "No such host.",
    errors: [{ path: "/0", message: "is unknown" }],
  } as const;
  const unavailable = { kind: "unavailable", detail: "No database.", retryAfterSeconds: 5 } as const;
  const { connect } = served({ scanHosts: () => rejected(invalid), cancelJob: () => rejected(unavailable) });
  await expect(connect("good").scanHosts([hostId])).rejects.toMatchObject({
    status: 400,
    problem: { detail: "No such host.", errors: invalid.errors },
    requestId: expect.any(String),
  });
  await expect(connect("good").cancel(id)).rejects.toMatchObject({ status: 503, retryAfterSeconds: 5 });
});

test("the calls by path give each status as a value", async () => {
  const { connect } = served({ getJob: () => rejected({ kind: "not-found", detail: "No such job." }) });
  const { data, error, response } = await connect("good").GET("/api/v1/HostScanJob/{hostScanJobId}", {
    params: { path: { hostScanJobId: id } },
  });
  expect({ data, status: response.status, detail: error?.detail }).toEqual({
    data: undefined,
    status: 404,
    detail: "No such job.",
  });
});
