import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { accepted, context, startEngine, type TestEngine } from "../../../test/start-engine.ts";
import { claimHosts } from "../claim-hosts.ts";
import { RunningScan } from "../running-scan.ts";
import { leaseFrom, monotonicMs, SharedMoment } from "./lease.ts";
import { Leases } from "./leases.ts";

let engine: TestEngine;
let leases: Leases;
beforeEach(async () => {
  engine = await startEngine();
  leases = new Leases(engine.database.connectionString, engine.lines.log);
  leases.start();
});
afterEach(async () => {
  await leases.stop();
  await engine[Symbol.asyncDispose]();
});

async function claimOne(leaseUntil: number): Promise<RunningScan> {
  const credentialId = await engine.addCredential("linux");
  accepted(await engine.jobs.createJob([{ dnsHostName: "a.local", credentialId }], context));
  const { claimed } = await claimHosts(engine.database.db, engine.queue, await engine.queue.fetch(1));
  const scan = new RunningScan(claimed[0] ?? expect.fail("not claimed"), leaseUntil);
  leases.hold(scan);
  onTestFinished(() => leases.drop(scan));
  return scan;
}

/** Stands still, as a busy event loop does, while the condition does not hold. */
function standStillUntil(condition: () => boolean): void {
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  const endsAt = monotonicMs() + 8_000;
  while (!condition() && monotonicMs() < endsAt) Atomics.wait(nobody, 0, 0, 20);
}

test("a lease is renewed while the event loop is busy", async () => {
  const scan = await claimOne(leaseFrom(monotonicMs()));
  const until = new SharedMoment(scan.leaseMemory);
  const started = until.ms;
  await expect.poll(() => until.ms).toBeGreaterThan(started);
  const busySince = monotonicMs();
  standStillUntil(() => until.ms > leaseFrom(busySince));
  expect(until.ms).toBeGreaterThan(leaseFrom(busySince));
  expect(scan.holdsLease()).toBe(true);
});

test("a scan whose lease has ended is aborted, whoever asks", async () => {
  const scan = await claimOne(monotonicMs() - 1);
  await expect.poll(() => scan.abortedFor).toBe("lease-lost");
});

test("a scan that was taken over is aborted", async () => {
  const scan = await claimOne(monotonicMs() + 60_000);
  await claimHosts(engine.database.db, engine.queue, [scan.claim.hostScanHostId]);
  leases.renewNow();
  await expect.poll(() => scan.abortedFor).toBe("superseded");
});
