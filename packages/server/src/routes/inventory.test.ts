import type { HostScanJobService } from "@hostscan/core";
import { expect, test, vi } from "vitest";
import { asApp, asAppSending, fixtureJobs, fixtureServer, HOST, JOBS } from "../testing/server.ts";

const caller = { subject: "app-1", name: "Fixture App", role: "App" };
const context = { caller, requestId: "call-1" };
const id = { "X-Request-Id": "call-1" };

const page = { ok: true, value: { items: [], next: "n1" } } as const;
const notFound = { ok: false, rejection: { kind: "not-found", detail: "None." } } as const;

/** A fixture of the port that answers each list with an empty page, and knows no host. */
const recordingInventory = () => ({
  listHosts: vi.fn<HostScanJobService["listHosts"]>(async () => page),
  getHost: vi.fn<HostScanJobService["getHost"]>(async () => notFound),
  listEntries: vi.fn(async () => page),
  listAccounts: vi.fn<HostScanJobService["listAccounts"]>(async () => page),
  listChanges: vi.fn<HostScanJobService["listChanges"]>(async () => page),
});

type Method = keyof ReturnType<typeof recordingInventory>;

const since = "2026-11-01T00:00:00Z";
const cases: readonly (readonly [path: string, method: Method, called: readonly unknown[]])[] = [
  ["/Host", "listHosts", [{ limit: 50 }]],
  [
    `/Host?name=a*&os=b&status=2&scannedSince=${since}&credentialId=${HOST}&source=c&limit=3&after=n0`,
    "listHosts",
    [
      {
        ...{ name: "a*", os: "b", status: 2, scannedSince: since, credentialId: HOST, source: "c" },
        ...{ limit: 3, after: "n0" },
      },
    ],
  ],
  [`/Host/${HOST}/Users?limit=3`, "listEntries", [HOST, "users", { limit: 3 }]],
  [`/Host/${HOST}/Groups`, "listEntries", [HOST, "groups", { limit: 50 }]],
  [`/Host/${HOST}/Services`, "listEntries", [HOST, "services", { limit: 50 }]],
  [`/Host/${HOST}/ScheduledTasks`, "listEntries", [HOST, "scheduledTasks", { limit: 50 }]],
  [`/Host/${HOST}/Features?after=n0`, "listEntries", [HOST, "features", { limit: 50, after: "n0" }]],
  [
    "/User?name=a&sid=S-1&unixId=4294967294",
    "listAccounts",
    [{ name: "a", sid: "S-1", unixId: 4_294_967_294, limit: 50 }],
  ],
  [
    `/Change?hostId=${HOST}&since=${since}&section=4&kind=1`,
    "listChanges",
    [{ hostId: HOST, since, section: 4, kind: 1, limit: 50 }],
  ],
];

test.each(cases)(
  "GET %s is one call of the port, and leads to the next page",
  async (path, method, called) => {
    const inventory = recordingInventory();
    const jobs = Object.assign(fixtureJobs(), inventory);
    const response = await fixtureServer({ jobs }).request(`${JOBS}${path}`, asApp("GET", id));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual([]);
    expect(inventory[method].mock.calls).toEqual([[...called, context]]);
    const [, query = ""] = /^<\?(.*)>; rel="next"$/.exec(response.headers.get("Link") ?? "") ?? [];
    const asked = Object.entries(Object(called.at(-1))).map(([name, value]) => [name, `${value}`]);
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      ...Object.fromEntries(asked),
      after: "n1",
    });
  },
);

test("a host that the port does not know is a 404, and so are its sections", async () => {
  const app = fixtureServer();
  const other = `${JOBS}/Host/00000000-0000-0000-0000-000000000001`;
  const sections = ["", "/Users", "/Groups", "/Services", "/ScheduledTasks", "/Features"];
  const answers = await Promise.all(sections.map((section) => app.request(`${other}${section}`, asApp())));
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
});

test("the cursor of no list is a 400, in whatever list", async () => {
  const app = fixtureServer();
  for (const path of ["/Host", `/Host/${HOST}/Users`, "/User", "/Change"]) {
    const response = await app.request(`${JOBS}${path}?after=none`, asApp());
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ path: "after" }] });
  }
});

test("a host's path is no job's, and another method of it is not allowed", async () => {
  const app = fixtureServer();
  const listed = await app.request(`${JOBS}/Host`, asApp());
  expect(await listed.json()).toMatchObject([{ id: HOST, dnsHostName: "a.example", hostScanSection: [] }]);
  const read = await app.request(`${JOBS}/Host/${HOST}`, asApp());
  expect(await read.json()).toMatchObject({ id: HOST, status: null });
  const refused = await app.request(`${JOBS}/Host`, asApp("DELETE"));
  expect([refused.status, refused.headers.get("Allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
});

test("which sections are to be read arrives, and a section that is none does not", async () => {
  const jobs = fixtureJobs();
  const createJob = vi.spyOn(jobs, "createJob");
  const app = fixtureServer({ jobs });
  const request = { dnsHostName: "a.example", sections: [0, 4] };
  expect((await app.request(JOBS, asAppSending([request]))).status).toBe(200);
  expect(createJob.mock.calls[0]?.[0]).toEqual([request]);
  const refused = await app.request(JOBS, asAppSending([{ ...request, sections: [5] }]));
  expect(await refused.json()).toMatchObject({ status: 400, errors: [{ path: "/0/sections/0" }] });
});
