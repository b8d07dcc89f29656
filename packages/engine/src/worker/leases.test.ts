import { performance } from "node:perf_hooks";
import { ActionStatus } from "@hostscan/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { claimHosts } from "./claim-hosts.ts";
import { endLeases, leaseFrom, renewLeases } from "./leases.ts";
import { RunningScan } from "./running-scan.ts";

const { Cancelled } = ActionStatus;

let engine: TestEngine;
let scans: RunningScan[];
beforeEach(async () => {
  engine = await startEngine();
  const credentialId = await engine.addCredential("linux");
  const requests = ["a.local", "b.local"].map((dnsHostName) => ({ dnsHostName, credentialId }));
  accepted(await engine.jobs.createJob(requests, context));
  const { claimed } = await claimHosts(engine.database.db, engine.queue, await engine.queue.fetch(2));
  scans = claimed.map((claim) => new RunningScan(claim, performance.now() + 1_000));
});
afterEach(() => engine[Symbol.asyncDispose]());

const renew = () => renewLeases(engine.database.db, engine.queue, scans);

test("leases are renewed from the moment the statement was sent", async () => {
  const before = performance.now();
  await renew();
  for (const scan of scans) {
    expect(scan.signal.aborted).toBe(false);
    expect(scan.leaseUntil).toBeGreaterThanOrEqual(leaseFrom(before));
    expect(scan.leaseUntil).toBeLessThanOrEqual(leaseFrom(performance.now()));
  }
});

test("a lease ends before another worker may take over", () => {
  expect(leaseFrom(0)).toBeLessThanOrEqual(9_000);
});

test("a scan that was taken over, or whose job was cancelled, is aborted", async () => {
  const [taken, kept] = scans;
  await claimHosts(engine.database.db, engine.queue, [taken?.claim.hostScanHostId ?? ""]);
  await renew();
  expect(taken?.abortedFor).toBe("superseded");
  expect(kept?.abortedFor).toBeUndefined();
  await engine.database.db
    .updateTable("host_scan_host")
    .set({ status: Cancelled, attempt: 2 })
    .where("id", "=", kept?.claim.hostScanHostId ?? "")
    .execute();
  await renew();
  expect(kept?.abortedFor).toBe("cancelled");
});

test("a scan whose lease has ended is aborted before it is renewed", async () => {
  const [late, inTime] = scans;
  if (late) late.leaseUntil = performance.now() - 1;
  await renew();
  expect(late?.abortedFor).toBe("lease-lost");
  expect(inTime?.abortedFor).toBeUndefined();
});

test("without scans the database is left alone", async () => {
  endLeases([]);
  await engine.database.db.destroy();
  await renewLeases(engine.database.db, engine.queue, []);
});
