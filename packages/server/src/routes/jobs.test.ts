import type { components } from "@hostscan/contract";
import type { HostScanJobService } from "@hostscan/core";
import { expect, test, vi } from "vitest";
import { credentialId } from "../testing/hosts.ts";
import { asApp, asAppSending, fixtureJobs, fixtureServer, HOST, JOBS } from "../testing/server.ts";
import { linkToNext } from "./call-context.ts";

type Job = components["schemas"]["HostScanJobStatus"];

const CREDENTIAL = "F568FEC0-10B6-4B94-9DAF-E62C50C9BF3E";
const caller = { subject: "app-1", name: "Fixture App", role: "App" };
const context = { caller, requestId: "call-1" };
const job: Job = { id: HOST, status: 0, hostScanHostStatus: [] };

/** A fixture of the port that answers each call in one way, and keeps what it was called with. */
function recordingService() {
  return {
    createJob: vi.fn<HostScanJobService["createJob"]>(async () => ({ ok: true, value: job })),
    scanHost: vi.fn<HostScanJobService["scanHost"]>(async () => ({ ok: true, value: job })),
    scanHosts: vi.fn<HostScanJobService["scanHosts"]>(async () => ({ ok: true, value: [job, job] })),
    scanOrganizationalUnit: vi.fn<HostScanJobService["scanOrganizationalUnit"]>(async () => ({
      ok: true,
      value: job,
    })),
    cancelJob: vi.fn<HostScanJobService["cancelJob"]>(async () => ({ ok: true, value: undefined })),
    listJobs: vi.fn<HostScanJobService["listJobs"]>(async () => ({
      ok: true,
      value: { jobs: [job], next: "n1" },
    })),
    getJob: vi.fn<HostScanJobService["getJob"]>(async () => ({ ok: true, value: job })),
    validateImportedCsv: vi.fn<HostScanJobService["validateImportedCsv"]>(async () => ({
      ok: true,
      value: [{ credentialNameError: "names no credential" }],
    })),
    latestJobForHost: vi.fn<HostScanJobService["latestJobForHost"]>(async () => ({ ok: true, value: job })),
  };
}

interface Case {
  readonly path: string;
  readonly init: RequestInit;
  readonly method: keyof ReturnType<typeof recordingService>;
  readonly called: readonly unknown[];
  readonly status?: number;
  readonly body?: unknown;
}

const id = { "X-Request-Id": "call-1" };
const keyed = { ...id, "Idempotency-Key": "key-1" };
const idempotent = { ...context, idempotencyKey: "key-1" };

const cases: Record<string, Case> = {
  PostListOfIdsAsync: {
    path: "",
    init: asAppSending([{ dnsHostName: "a.example", sshPort: 0, unknown: [[[]]] }], id),
    method: "createJob",
    called: [[{ dnsHostName: "a.example", sshPort: 0 }], context],
  },
  "PostListOfIdsAsync with a key": {
    path: "",
    init: asAppSending([{ ipAddress: null }], keyed),
    method: "createJob",
    called: [[{ ipAddress: null }], idempotent],
  },
  ValidateImportedCsv: {
    path: "/ValidateImportedCSV",
    init: asAppSending([{ dnsHostName: "a.example", unknown: 1 }], id),
    method: "validateImportedCsv",
    called: [[{ dnsHostName: "a.example" }], context],
    body: [{ credentialNameError: "names no credential" }],
  },
  ByHostId: {
    path: `/ByHostId/${HOST}`,
    init: asApp("POST", id),
    method: "scanHost",
    called: [HOST, context],
  },
  "ByHostId with a key": {
    path: `/ByHostId/${HOST}`,
    init: asApp("POST", keyed),
    method: "scanHost",
    called: [HOST, idempotent],
  },
  ByHostIdMultipleAsync: {
    path: "/ByHostIdMultiple",
    init: asAppSending([HOST, CREDENTIAL], keyed),
    method: "scanHosts",
    called: [[HOST, CREDENTIAL], idempotent],
    body: [job, job],
  },
  ScheduleJobsByDnsHostNameMultipleAsync: {
    path: `/OuMapping/${CREDENTIAL}`,
    init: asAppSending(["a.example"], keyed),
    method: "scanOrganizationalUnit",
    called: [CREDENTIAL, ["a.example"], idempotent],
  },
  CancelJob: {
    path: `/${HOST}`,
    init: asApp("DELETE", id),
    method: "cancelJob",
    called: [HOST, context],
    status: 202,
    body: null,
  },
  Get: {
    path: "",
    init: asApp("GET", id),
    method: "listJobs",
    called: [{ limit: 50 }, context],
    body: [job],
  },
  "Get of a page": {
    path: "?limit=200&after=n1&other=1",
    init: asApp("GET", id),
    method: "listJobs",
    called: [{ limit: 200, after: "n1" }, context],
    body: [job],
  },
  "Get of some": {
    path: `?status=3&hostId=${HOST}&since=2026-11-01T00:00:00%2B01:00&createdBy=app:a&limit=2`,
    init: asApp("GET", id),
    method: "listJobs",
    called: [
      { status: 3, hostId: HOST, since: "2026-11-01T00:00:00+01:00", createdBy: "app:a", limit: 2 },
      context,
    ],
    body: [job],
  },
  GetJobStatus: { path: `/${HOST}`, init: asApp("GET", id), method: "getJob", called: [HOST, context] },
  GetJobStatusForHost: {
    path: `/ByHostId/${HOST}`,
    init: asApp("GET", id),
    method: "latestJobForHost",
    called: [HOST, context],
  },
};

test.each(Object.entries(cases))("%s is one call of the port", async (_name, expected) => {
  const { path, init, method, called, status = 200, body = job } = expected;
  const jobs = recordingService();
  const response = await fixtureServer({ jobs: Object.assign(fixtureJobs(), jobs) }).request(
    `${JOBS}${path}`,
    init,
  );

  expect(jobs[method].mock.calls).toEqual([called]);
  expect(Object.values(jobs).flatMap((call) => [...call.mock.calls])).toHaveLength(1);
  expect(response.status).toBe(status);
  const text = await response.text();
  expect(text === "" ? null : JSON.parse(text)).toEqual(body);
});

test("an answer says what it is", async () => {
  const { headers } = await fixtureServer().request(JOBS, asApp());

  expect(headers.get("Content-Type")).toBe("application/json");
});

test("a page leads to the next one", async () => {
  const jobs = Object.assign(fixtureJobs(), recordingService());
  const { headers } = await fixtureServer({ jobs }).request(`${JOBS}?limit=2`, asApp());

  expect(headers.get("Link")).toBe('<?limit=2&after=n1>; rel="next"');
});

test("following the links comes by every job of the fixture once", async () => {
  const app = fixtureServer();
  for (let count = 0; count < 5; count += 1) await app.request(`${JOBS}/ByHostId/${HOST}`, asApp("POST"));

  const seen: Job[] = [];
  for (let next: string | undefined = `${JOBS}?limit=2`; next; ) {
    const response: Response = await app.request(next, asApp());
    const page: Job[] = JSON.parse(await response.text());
    seen.push(...page);
    const query = /^<(\?.+)>; rel="next"$/.exec(response.headers.get("Link") ?? "")?.[1];
    next = query && `${JOBS}${query}`;
  }
  expect(new Set(seen.map((item) => item.id)).size).toBe(5);
  expect(seen).toHaveLength(5);
});

test("members whose null says nothing are not answered", async () => {
  const app = fixtureServer();
  const row = {
    dnsHostName: "a.example",
    credentialId: null,
    acceptThumbprintOnFirstDiscovery: null,
    sshPort: null,
  };
  const kept = { dnsHostName: "b.example", credentialId, acceptThumbprintOnFirstDiscovery: false };
  const noErrors = {
    dnsHostNameError: null,
    ipAddressError: null,
    platformNameError: null,
    credentialNameError: null,
  };
  const response = await app.request(`${JOBS}/ValidateImportedCSV`, asAppSending([row, kept]));
  expect(await response.json()).toEqual([
    { dnsHostName: "a.example", sshPort: null, ...noErrors },
    { ...kept, ...noErrors },
  ]);
  expect((await app.request(JOBS, asAppSending([row]))).status).toBe(200);
});

test.each(['a>; rel="prev"', "a\r\nSet-Cookie: b=c", "a&limit=9", "\uD800"])(
  "the cursor %j stays inside the link",
  (after) => {
    expect(linkToNext({ limit: 1 }, after)).toMatch(/^<\?limit=1&after=[\w%.*+-]+>; rel="next"$/);
  },
);
