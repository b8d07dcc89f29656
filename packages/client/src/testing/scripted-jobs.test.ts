import { setupServer } from "msw/node";
import { expect, onTestFinished, test } from "vitest";
import { createHostScanClient } from "../client.ts";
import { ActionFailureReason, ActionStatus, nameOf } from "../enumerations.ts";
import { failedHosts } from "../job.ts";
import { signIn } from "../sign-in/index.ts";
import { validate } from "../validate/index.ts";
import { hostScanHandlers, places } from "./handlers.ts";
import { type ScriptedJobsOptions, scriptedJobs } from "./scripted-jobs.ts";

const baseUrl = "http://server.test:6500";
const unknown = "00000000-0000-4000-8000-000000000000";
const hostId = "70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5dd";

/** A client whose calls get to the handlers, of which each answer is held against the contract. */
function start(options: ScriptedJobsOptions = {}) {
  const scripted = scriptedJobs({ baseUrl, ...options });
  const server = setupServer(...scripted.handlers);
  server.listen({ onUnhandledFrame: "error" });
  onTestFinished(() => server.close());
  const client = createHostScanClient({ baseUrl, token: "t", retries: 0, validate });
  return { client, scripted, server, api: hostScanHandlers(`${baseUrl}/`) };
}

test("a job is Queued, Running and Complete, one step for each time it is read", async () => {
  const { client, scripted } = start();
  const { id } = await client.createJob([{ dnsHostName: "web-1.example" }]);
  const shown: string[] = [];
  for await (const job of client.watch(id)) shown.push(nameOf(ActionStatus, job.status));
  expect(shown).toEqual(["Queued", "Running", "Complete"]);
  const [host] = (await client.getJob(id)).hostScanHostStatus ?? [];
  expect(host).toMatchObject({ dnsHostName: "web-1.example", os: "Debian GNU/Linux", status: 2 });
  expect(scripted.jobs).toEqual([await client.getJob(id)]);
});

test("hosts fail by name, address and id, and the job's end follows from them", async () => {
  const denied = ActionFailureReason.AccessDenied;
  const failures = { "db-1.example": denied, "192.0.2.7": denied, [hostId]: denied };
  const { client } = start({ steps: [], failures });
  const mixed = await client.createJob([{ dnsHostName: "web-1.example" }, { ipAddress: "192.0.2.7" }]);
  const ended = await client.getJob(mixed.id);
  expect(ended.status).toBe(ActionStatus.CompletedWithErrors);
  expect(failedHosts(ended)).toMatchObject([
    { ipAddress: "192.0.2.7", failureReason: denied, statusDescription: "Failed: AccessDenied." },
  ]);
  await client.scanHost(hostId);
  expect((await client.latestJobForHost(hostId)).status).toBe(ActionStatus.Failed);
  const { id } = await client.scanOu(unknown, ["db-1.example"]);
  expect((await client.getJob(id)).status).toBe(ActionStatus.Failed);
});

test("a job for each id; the same Idempotency-Key gets the same jobs; a list shows the newest first", async () => {
  const { client } = start();
  const jobs = await client.scanHosts([hostId, unknown], { idempotencyKey: "k-1" });
  expect(jobs).toHaveLength(2);
  expect(await client.scanHosts([hostId, unknown], { idempotencyKey: "k-1" })).toEqual(jobs);
  const listed: string[] = [];
  for await (const { id } of client.listJobs()) listed.push(id);
  expect(listed).toEqual(jobs.map(({ id }) => id).reverse());
});

test("without a key a call schedules anew; without hosts it is refused by whoever schedules none", async () => {
  const { client, scripted, server, api } = start();
  const keyless = createHostScanClient({ baseUrl, token: "t", idempotencyKeys: false });
  for (const expected of [1, 2]) {
    await keyless.createJob([{}]);
    expect(scripted.jobs).toHaveLength(expected);
  }
  server.use(api.PostListOfIdsAsync({ status: 409, body: { title: "Conflict" } }));
  await expect(client.createJob([])).rejects.toMatchObject({ status: 409 });
});

test("a job is cancelled until it has ended; one that is not there is not found", async () => {
  const { client } = start({ steps: [ActionStatus.Running] });
  const [first, second] = await client.scanHosts([hostId, unknown]);
  await client.cancel(first?.id ?? "");
  await client.cancel(first?.id ?? "");
  expect((await client.getJob(first?.id ?? "")).status).toBe(ActionStatus.Cancelled);
  await client.waitFor(second?.id ?? "");
  await expect(client.cancel(second?.id ?? "")).rejects.toMatchObject({ status: 400 });
  for (const call of [client.getJob(unknown), client.cancel(unknown), client.latestJobForHost("nobody")])
    await expect(call).rejects.toMatchObject({ status: 404, problem: { title: "Not found" } });
});

test("rows are judged, and people sign in", async () => {
  const { client } = start();
  expect(await client.validateImportedCsv([{ dnsHostName: "web-1.example", credentialName: "c" }])).toEqual([
    { dnsHostName: "web-1.example", ipAddress: null, credentialName: "c" },
  ]);
  const token = signIn({ user: "u", password: "p", code: () => "123456" });
  expect(await token({ baseUrl, fetch, refused: undefined })).toBe("signed-in");
});

test("a handler of one's own goes before: an answer, or what gives one by the call", async () => {
  const { client, server, api } = start();
  server.use(
    api.GetJobStatus({ status: 404, body: { title: "Gone for good" }, headers: { "X-Request-Id": "r-1" } }),
    api.Get(({ query, headers }) => {
      const { limit = "" } = query;
      const title = `${limit} ${headers.get("Authorization")}`;
      return { status: 503, body: { title } };
    }),
    api.PostListOfIdsAsync(async ({ body }) => ({
      status: 400,
      body: { title: body[0]?.dnsHostName ?? "" },
    })),
  );
  const refused = { problem: { title: "Gone for good" }, requestId: "r-1" };
  await expect(client.getJob(unknown)).rejects.toMatchObject(refused);
  const title = "3 Bearer t";
  await expect(client.listJobs({ pageSize: 3 }).pages().next()).rejects.toMatchObject({ problem: { title } });
  await expect(client.createJob([{ dnsHostName: "a.example" }])).rejects.toMatchObject({
    problem: { title: "a.example" },
  });
});

test("without an address any server's calls are answered; a body that is no JSON is its text; null is null, and none is none", async () => {
  const heard: unknown[] = [];
  const api = hostScanHandlers();
  const server = setupServer(
    api.Signin2fa(({ body }) => {
      heard.push(body);
      return { status: 200, body: "token" };
    }),
  );
  server.listen({ onUnhandledFrame: "error" });
  onTestFinished(() => server.close());
  for (const body of ["K7QD-2MXN", "null", ""])
    await fetch("https://other.test/signin2fa", { method: "POST", body });
  expect(heard).toEqual(["K7QD-2MXN", null, undefined]);
});

test("there is a handler for every operation", () => {
  const { scripted } = start();
  expect(scripted.handlers).toHaveLength(Object.keys(places).length);
});
