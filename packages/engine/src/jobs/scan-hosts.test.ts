import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accepted, context, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";

let engine: TestEngine;
let ids: string[];
beforeAll(async () => {
  engine = await startEngine();
  const credentialId = await engine.addCredential("linux");
  const requests = ["a", "b", "c"].map((name) => ({ dnsHostName: `${name}.local`, credentialId }));
  const job = accepted(await engine.jobs.createJob(requests, context));
  ids = (job.hostScanHostStatus ?? []).map((host) => host.hostId ?? "");
});
afterAll(() => engine[Symbol.asyncDispose]());

const countJobs = async () =>
  (await engine.database.db.selectFrom("host_scan_job").select("id").execute()).length;

test("a known host gets a job of its own", async () => {
  const [id = ""] = ids;
  const job = accepted(await engine.jobs.scanHost(id.toUpperCase(), context));
  expect(job.hostScanHostStatus).toMatchObject([{ hostId: id, dnsHostName: "a.local" }]);
  expect(accepted(await engine.jobs.latestJobForHost(id, context))).toEqual(job);
});

test("an unknown host is named, and nothing is scheduled", async () => {
  const id = randomUUID();
  const before = await countJobs();
  expect(rejected(await engine.jobs.scanHost(id, context))).toEqual({
    kind: "invalid",
    detail: `No host has the id ${id}.`,
    errors: [{ path: "hostId", message: `names no host: ${id}` }],
  });
  expect(await countJobs()).toBe(before);
});

test("several hosts get a job each, in the order given", async () => {
  const order = ids.toReversed();
  const jobs = accepted(await engine.jobs.scanHosts(order, context));
  expect(jobs.map((job) => job.hostScanHostStatus?.map(({ hostId }) => hostId))).toEqual(
    order.map((id) => [id]),
  );
  expect(new Set(jobs.map(({ id }) => id)).size).toBe(3);
});

test("unknown and repeated hosts are told all at once, and nothing is scheduled", async () => {
  const [id = ""] = ids;
  const unknown = [randomUUID(), randomUUID()];
  const before = await countJobs();
  const outcome = await engine.jobs.scanHosts([id, ...unknown, id.toUpperCase()], context);
  expect(rejected(outcome)).toMatchObject({
    kind: "invalid",
    errors: [
      { path: "/3", message: "names the same host as /0" },
      { path: "/1", message: `names no host: ${unknown[0]}` },
      { path: "/2", message: `names no host: ${unknown[1]}` },
    ],
  });
  expect(await countJobs()).toBe(before);
});

test("a host whose credential was taken away cannot be scanned", async () => {
  const [, id = ""] = ids;
  await engine.database.db.updateTable("host").set({ credential_id: null }).where("id", "=", id).execute();
  expect(rejected(await engine.jobs.scanHost(id, context)).detail).toBe(`The host ${id} has no credential.`);
});
