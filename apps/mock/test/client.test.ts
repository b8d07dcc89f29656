import { createHostScanClient, HostScanProblem } from "@hostscan/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type MockProcess, startMock } from "./mock-process.ts";

let mock: MockProcess;

beforeAll(async () => {
  mock = await startMock();
});
afterAll(() => mock[Symbol.asyncDispose]());

/** A client that says with every call what it prefers, as a test of its user's code does. */
function client(prefer?: string) {
  return createHostScanClient({
    baseUrl: mock.url,
    token: "any",
    retries: 0,
    fetch(request) {
      if (prefer !== undefined) request.headers.set("Prefer", prefer);
      return fetch(request);
    },
  });
}

const hosts = [{ dnsHostName: "host.example.local", credentialName: "linux-scan" }];

test("a client schedules, waits, lists and cancels before there is a server", async () => {
  const scheduled = await client().createJob(hosts);
  expect(scheduled).toMatchObject({
    status: 0,
    hostScanHostStatus: [{ dnsHostName: "host.example.local" }, {}],
  });
  const done = await client().waitFor(scheduled.id);
  expect(done).toMatchObject({ id: scheduled.id, status: 5 });
  const listed = [];
  for await (const job of client().listJobs({ pageSize: 1 })) listed.push(job.id);
  expect(listed).toHaveLength(2);
  expect(listed).toContain(scheduled.id);
  await client().cancel(scheduled.id);
});

test("a client sees the example that it prefers", async () => {
  const { id } = await client().createJob(hosts);
  expect(await client("example=jobRunning").getJob(id)).toMatchObject({ id, status: 1 });
});

test.each([
  [404, "urn:hostscan:problem:not-found"],
  [429, "urn:hostscan:problem:rate-limited"],
  [503, "urn:hostscan:problem:unavailable"],
])("a client gets the problem that it prefers: %i", async (status, type) => {
  const { id } = await client().createJob(hosts);
  const refused = await client(`code=${status}`)
    .getJob(id)
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(HostScanProblem);
  expect(refused).toMatchObject({ status, problem: { status, type } });
});

test("a call by path gets it as a value", async () => {
  const answer = await client("code=409").POST("/api/v1/HostScanJob", { body: hosts });
  expect(answer).toMatchObject({ error: { status: 409, title: "Conflict" }, response: { status: 409 } });
});
