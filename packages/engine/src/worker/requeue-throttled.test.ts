import { ActionStatus } from "@hostscan/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { queueEntries } from "../../test/queue-entries.ts";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { DEFAULT_LIMITS } from "../limits/scan-limits.ts";
import { claimHosts } from "./claim-hosts.ts";
import { requeueThrottled } from "./requeue-throttled.ts";

const limits = { ...DEFAULT_LIMITS, perNetwork: 1 };

let engine: TestEngine;
let credentialId: string;
beforeEach(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
});
afterEach(() => engine[Symbol.asyncDispose]());

/** Schedules a job and resolves to its id and its `host_scan_host` ids. */
async function schedule(...addresses: string[]) {
  const requests = addresses.map((ipAddress) => ({ ipAddress, credentialId }));
  const job = accepted(await engine.jobs.createJob(requests, context));
  const ids = (job.hostScanHostStatus ?? []).map((host) => host.hostScanHostId ?? "");
  return { jobId: job.id ?? "", ids };
}

const claim = async (most = 50) =>
  claimHosts(engine.database.db, engine.queue, await engine.queue.fetch(50), { limits, most });
const release = (most = 50) => requeueThrottled(engine.database.db, engine.queue, limits, most);
const end = (id = "") =>
  engine.database.db
    .updateTable("host_scan_host")
    .set({ status: ActionStatus.Failed })
    .where("id", "=", id)
    .execute();

test("hosts above a limit leave the queue, and come back in their order as there is room", async () => {
  const { ids } = await schedule("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.1.1");
  const { claimed, throttled } = await claim();
  expect(claimed.map(({ hostScanHostId }) => hostScanHostId)).toEqual([ids[0], ids[3]]);
  expect(throttled).toEqual([ids[1], ids[2]]);
  expect((await queueEntries(engine.database)).sort()).toEqual([ids[0], ids[3]].sort());
  expect(await release()).toBe(true);
  expect(await engine.queue.fetch(50)).toEqual([]);
  await end(ids[0]);
  expect(await release()).toBe(true);
  expect((await claim()).claimed).toMatchObject([{ hostScanHostId: ids[1] }]);
  await end(ids[1]);
  expect(await release()).toBe(true);
  expect((await claim()).claimed).toMatchObject([{ hostScanHostId: ids[2] }]);
  expect(await release()).toBe(false);
});

test("a host behind a saturated network and credential does not hide one that there is room for", async () => {
  const { ids } = await schedule("10.0.0.1", "10.0.0.2", "10.0.1.1", "10.0.1.2");
  await claim();
  await end(ids[2]);
  await release();
  expect((await claim()).claimed).toMatchObject([{ hostScanHostId: ids[3] }]);
});

test("no more come back than are asked for", async () => {
  const { ids } = await schedule("10.0.0.1", "10.0.0.2", "10.0.1.1", "10.0.1.2");
  await claim();
  await Promise.all([end(ids[0]), end(ids[2])]);
  await release(1);
  expect((await claim()).claimed).toMatchObject([{ hostScanHostId: ids[1] }]);
});

test("two workers that look at once put a host back once", async () => {
  const { ids } = await schedule("10.0.0.1", "10.0.0.2");
  await claim();
  await end(ids[0]);
  await Promise.all([release(), release()]);
  expect(await engine.queue.fetch(50)).toEqual([ids[1]]);
});

test("a cancelled host does not come back", async () => {
  const { jobId, ids } = await schedule("10.0.0.1", "10.0.0.2");
  await claim();
  accepted(await engine.jobs.cancelJob(jobId, context));
  expect(await release()).toBe(false);
  expect(await engine.queue.fetch(50)).toEqual([]);
  expect(ids).toHaveLength(2);
});

test("what is more than this worker may claim stays in the queue", async () => {
  const { ids } = await schedule("10.0.0.1", "10.0.1.1", "10.0.2.1");
  const { claimed, throttled } = await claim(1);
  expect([claimed.length, throttled.length]).toEqual([1, 0]);
  expect((await engine.queue.fetch(50)).sort()).toEqual([ids[1], ids[2]].sort());
});
