import { ActionFailureReason, ActionStatus, createHostScanClient, HostScanProblem } from "@hostscan/client";
import { expect, test } from "vitest";
import { createMock } from "../create-mock.ts";

const { Cancelled, Complete, CompletedWithErrors, Failed, Queued, Running } = ActionStatus;
const credentialName = "linux-scan";

/** A JWT as the mock takes it: by its word. */
const appToken = (sub: string) => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part({ sub, role: "App" })}.x`;
};

/** A mock whose scans take a second, on a clock that stands still, and clients of it. */
function started() {
  let now = 0;
  const mock = createMock({ stateful: true, scanMs: 1_000, clock: () => now });
  const as = (token: string) =>
    createHostScanClient({
      baseUrl: "http://mock.test",
      token,
      retries: 0,
      fetch: (request) => mock.fetch(request),
    });
  const pass = (ms: number) => {
    now += ms;
  };
  return { as, pass, client: as("any") };
}

const problem = (call: Promise<unknown>) => call.catch((error: unknown) => error);

test("a job goes from Queued over Running to Complete, and keeps that", async () => {
  const { client, pass } = started();
  const { id, status } = await client.createJob([{ dnsHostName: "web-1", credentialName }]);
  expect(status).toBe(Queued);
  pass(700);
  expect(await client.getJob(id)).toMatchObject({ status: Running, statusDescription: "Running." });
  pass(5_000);
  const ended = await client.getJob(id);
  expect(ended).toMatchObject({
    status: Complete,
    hostScanHostStatus: [
      { name: "web-1", os: "Debian GNU/Linux", version: "12", statusDescription: "Complete" },
    ],
  });
  pass(1_000_000);
  expect(await client.getJob(id)).toEqual(ended);
});

test.each([
  ["refused-1.example", "FailedToConnect"],
  ["Unreachable.example", "FailedToConnect"],
  ["denied-1", "AccessDenied"],
  ["timeout-1", "ActionTimeout"],
  ["nowhere-1", "InvalidHostName"],
  ["web-1.invalid", "InvalidHostName"],
  ["broken-1", "SystemError"],
  ["198.51.100.7", "FailedToConnect"],
  ["203.0.113.7", "AccessDenied"],
] as const)("%s fails with %s, and a host beside it does not", async (host, reason) => {
  const { client, pass } = started();
  const named = /^\d/.test(host) ? { ipAddress: host } : { dnsHostName: host };
  const { id } = await client.createJob([
    { ...named, credentialName },
    { dnsHostName: "deniedx", credentialName },
  ]);
  pass(100_000);
  expect(await client.getJob(id)).toMatchObject({
    status: CompletedWithErrors,
    hostScanHostStatus: [
      { status: Failed, failureReason: ActionFailureReason[reason] },
      { status: Complete },
    ],
  });
});

test("a job whose hosts all fail has failed", async () => {
  const { client, pass } = started();
  const { id } = await client.createJob([{ dnsHostName: "denied-1", credentialName }]);
  pass(100_000);
  expect(await client.getJob(id)).toMatchObject({ status: Failed });
});

test("a job is cancelled, twice as well; what had ended keeps its result", async () => {
  const { client, pass } = started();
  const { id } = await client.createJob([
    { dnsHostName: "web-1", credentialName },
    { dnsHostName: "stuck-1", credentialName },
  ]);
  pass(1_000_000);
  await client.cancel(id);
  pass(1_000_000);
  await client.cancel(id);
  expect(await client.getJob(id)).toMatchObject({
    status: Cancelled,
    hostScanHostStatus: [{ status: Complete }, { status: Cancelled }],
  });
});

test("a job that has ended is not cancelled, nor one that there is not", async () => {
  const { client, pass } = started();
  const { id } = await client.createJob([{ dnsHostName: "web-1", credentialName }]);
  pass(10_000);
  expect(await problem(client.cancel(id))).toMatchObject({ status: 400 });
  const none = "00000000-0000-4000-8000-000000000000";
  for (const call of [client.cancel(none), client.getJob(none), client.latestJobForHost(none)]) {
    expect(await problem(call)).toMatchObject({ status: 404 });
  }
});

test("a large job takes no more than ten scans", async () => {
  const { client, pass } = started();
  const hosts = Array.from({ length: 300 }, (_, index) => ({ dnsHostName: `web-${index}`, credentialName }));
  const { id } = await client.createJob(hosts);
  pass(2_000);
  const statuses = (await client.getJob(id)).hostScanHostStatus?.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([Complete, Running, Queued]));
  pass(10_000);
  expect(await client.getJob(id)).toMatchObject({ status: Complete });
});

test("known hosts are scanned again by their ids, jobs are listed newest first, and found by host", async () => {
  const { client } = started();
  const first = await client.createJob([
    { dnsHostName: "web-1", credentialName },
    { ipAddress: "192.0.2.7", credentialName },
  ]);
  const [a = "", b = ""] = first.hostScanHostStatus?.map(({ hostId }) => hostId ?? "") ?? [];
  const one = await client.scanHost(a.toUpperCase());
  const [two, three] = await client.scanHosts([a, b]);
  const listed = [];
  for await (const job of client.listJobs({ pageSize: 2 })) listed.push(job.id);
  expect(listed).toEqual([three?.id, two?.id, one.id, first.id]);
  expect(await client.latestJobForHost(a)).toMatchObject({ id: two?.id });
  const none = "00000000-0000-4000-8000-000000000000";
  expect(await problem(client.scanHost(none))).toMatchObject({ problem: { errors: [{ path: "hostId" }] } });
  expect(await problem(client.scanHosts([a, none, a]))).toMatchObject({
    problem: { errors: [{ path: "/1" }, { path: "/2", message: "names the same host as /0" }] },
  });
  const after = await client.GET("/api/v1/HostScanJob", { params: { query: { after: "none" } } });
  expect(after.response.status).toBe(400);
});

test("what is wrong with hosts is told by its place, and nothing is scheduled", async () => {
  const { client } = started();
  const refused = await problem(
    client.createJob([
      { dnsHostName: "web-1", credentialName },
      { dnsHostName: "WEB-1.", credentialName },
      { dnsHostName: "w b", ipAddress: "10.0.0.300", platformName: "VMS", credentialName },
      { dnsHostName: "web-2" },
      { dnsHostName: "web-3", credentialId: "497f6eca-6276-4993-bfeb-53cbbbba6f08" },
    ]),
  );
  if (!(refused instanceof HostScanProblem)) throw new Error("it was scheduled");
  expect(refused.problem.errors?.map(({ path }) => path).toSorted()).toEqual([
    "/1",
    "/2/dnsHostName",
    "/2/ipAddress",
    "/2/platformName",
    "/3/credentialId",
    "/4/credentialId",
  ]);
  for await (const job of client.listJobs()) throw new Error(`${job.id} was scheduled`);
});

test("a name that no credential has is told as such", async () => {
  const { client } = started();
  for (const name of ["unknown", "Unknown-2", "no such credential"]) {
    const refused = problem(client.createJob([{ dnsHostName: "web-1", credentialName: name }]));
    expect(await refused).toMatchObject({ problem: { errors: [{ path: "/0/credentialName" }] } });
  }
  await client.createJob([{ dnsHostName: "web-1", credentialName: "unknowns" }]);
});

test("a host is not scanned twice at once: the second scan begins when the first has ended, or is cancelled", async () => {
  const { client, pass } = started();
  const schedule = (dnsHostName: string) => client.createJob([{ dnsHostName, credentialName }]);
  const [first, second, stuck] = [
    await schedule("web-1"),
    await schedule("web-1"),
    await schedule("stuck-1"),
  ];
  const waiting = await schedule("stuck-1");
  const statusOf = async ({ id }: { id: string }) => (await client.getJob(id)).status;
  pass(900);
  expect([await statusOf(first), await statusOf(second)]).toEqual([Running, Queued]);
  pass(200);
  expect([await statusOf(first), await statusOf(second)]).toEqual([Complete, Running]);
  pass(1_000_000);
  expect([await statusOf(second), await statusOf(waiting)]).toEqual([Complete, Queued]);
  await client.cancel(stuck.id);
  expect(await statusOf(waiting)).toBe(Running);
});

test("what an earlier scan has found is shown while the next one waits, and ended jobs stay as they are", async () => {
  const { client, pass } = started();
  const failed = await client.createJob([{ dnsHostName: "denied-1", os: "AIX", credentialName }]);
  const first = await client.createJob([{ dnsHostName: "web-1", credentialName }]);
  pass(10_000);
  const again = await client.createJob([
    { dnsHostName: "web-1" },
    { dnsHostName: "denied-1", os: "Solaris" },
  ]);
  expect(again.hostScanHostStatus).toMatchObject([{ os: "Debian GNU/Linux", status: Queued }, { os: "AIX" }]);
  expect(await client.getJob(first.id)).toMatchObject({ status: Complete });
  expect((await client.getJob(failed.id)).hostScanHostStatus).toMatchObject([{ os: "AIX", version: null }]);
});

test("the newest 1,000 jobs are kept", async () => {
  const { client, pass } = started();
  const { id, hostScanHostStatus } = await client.createJob([{ dnsHostName: "stuck-1", credentialName }]);
  const hostId = hostScanHostStatus?.[0]?.hostId ?? "";
  for (let count = 0; count < 999; count += 1) await client.scanHost(hostId);
  expect(await client.getJob(id)).toMatchObject({ id });
  await client.scanHost(hostId);
  expect(await problem(client.getJob(id))).toMatchObject({ status: 404 });
  pass(1_000);
  expect(await client.latestJobForHost(hostId)).toMatchObject({ status: Queued });
});

test("rows are judged by the same rules, and nothing is kept of them", async () => {
  const { client } = started();
  const rows = await client.validateImportedCsv([
    { dnsHostName: "web-1", credentialName },
    { dnsHostName: "w b", platformName: "VMS", credentialName },
    { ipAddress: "10.0.0.7", credentialId: "497f6eca-6276-4993-bfeb-53cbbbba6f08" },
  ]);
  expect(rows).toMatchObject([
    { dnsHostNameError: null, ipAddressError: null, platformNameError: null, credentialNameError: null },
    { dnsHostNameError: expect.any(String), platformNameError: expect.any(String) },
    { dnsHostNameError: null, credentialNameError: expect.any(String) },
  ]);
});

test("what a known host has is changed by its owner or an Admin, and by nobody else", async () => {
  const { as, client } = started();
  const [owner, other] = [as(appToken("portal")), as(appToken("stranger"))];
  const host = { dnsHostName: "web-1", ipAddress: "192.0.2.7", credentialName };
  await owner.createJob([host]);
  const stated = { ...host, ipAddress: "192.0.2.8", platformName: "Linux" };
  expect(await problem(other.createJob([stated]))).toMatchObject({
    status: 400,
    problem: { errors: [{ path: "/0/ipAddress" }, { path: "/0/platformName" }] },
  });
  // Whoever says the same of it, or nothing, may have it scanned.
  await other.createJob([host]);
  const said = await other.createJob([{ dnsHostName: "WEB-1." }]);
  expect(said.hostScanHostStatus).toMatchObject([{ ipAddress: "192.0.2.7" }]);
  await owner.createJob([stated]);
  const changed = await client.createJob([{ dnsHostName: "web-1", ipAddress: "192.0.2.9" }]);
  expect(changed.hostScanHostStatus).toMatchObject([{ ipAddress: "192.0.2.9" }]);
  // By another port it is another host.
  await other.createJob([{ ...stated, sshPort: 2222 }]);
});

test("a call under an Idempotency-Key is carried out once, by each caller", async () => {
  const { as } = started();
  const [portal, other] = [as(appToken("portal")), as(appToken("other"))];
  const hosts = [{ dnsHostName: "web-1", credentialName }];
  const first = await portal.createJob(hosts, { idempotencyKey: "k" });
  expect(await portal.createJob(hosts, { idempotencyKey: "k" })).toEqual(first);
  expect((await other.createJob(hosts, { idempotencyKey: "k" })).id).not.toBe(first.id);
  const another = portal.createJob([{ dnsHostName: "web-2", credentialName }], { idempotencyKey: "k" });
  expect(await problem(another)).toMatchObject({ status: 409 });
  // What was refused may be called again under the same key.
  expect(await problem(portal.createJob([{ dnsHostName: "web-3" }], { idempotencyKey: "r" }))).toMatchObject({
    status: 400,
  });
  await portal.createJob([{ dnsHostName: "web-3", credentialName }], { idempotencyKey: "r" });
});

test("the hosts of an organizational unit are onboarded under a credential that there is", async () => {
  const { client } = started();
  const credentialId = "f568fec0-10b6-4b94-9daf-e62c50c9bf3e";
  expect(await client.scanOu(credentialId, ["web-1", "web-2"])).toMatchObject({
    hostScanHostStatus: [{ dnsHostName: "web-1" }, { dnsHostName: "web-2" }],
  });
  const unknown = client.scanOu("497f6eca-6276-4993-bfeb-53cbbbba6f08", ["web-3"]);
  expect(await problem(unknown)).toMatchObject({ problem: { errors: [{ path: "credentialId" }] } });
});
