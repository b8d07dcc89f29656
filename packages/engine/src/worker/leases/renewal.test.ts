import { ActionStatus } from "@hostscan/contract";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accepted, context, startEngine, type TestEngine } from "../../../test/start-engine.ts";
import { SCAN_QUEUE } from "../../queue/scan-queue-options.ts";
import { type ClaimedHost, claimHosts } from "../claim-hosts.ts";
import { LEASE_MS, leaseFrom, monotonicMs, SharedMoment } from "./lease.ts";
import { Renewal } from "./renewal.ts";

const { Running, Cancelled } = ActionStatus;

let engine: TestEngine;
let pulse: SharedMoment;
let renewal: Renewal;
let held: { readonly claim: ClaimedHost; readonly until: SharedMoment }[];
beforeEach(async () => {
  engine = await startEngine();
  const credentialId = await engine.addCredential("linux");
  const requests = ["a.local", "b.local"].map((dnsHostName) => ({ dnsHostName, credentialId }));
  accepted(await engine.jobs.createJob(requests, context));
  const { claimed } = await claimHosts(engine.database.db, engine.queue, await engine.queue.fetch(2));
  pulse = new SharedMoment();
  pulse.ms = monotonicMs();
  const setting = { pulse: pulse.memory, queue: SCAN_QUEUE, running: Running, cancelled: Cancelled };
  renewal = new Renewal(setting, engine.database.pool);
  held = claimed.map((claim) => {
    const until = new SharedMoment();
    renewal.hold({ id: claim.hostScanHostId, attempt: claim.attempt }, until.memory);
    return { claim, until };
  });
});
afterEach(() => engine[Symbol.asyncDispose]());

const heartbeats = async () =>
  (await sql<{ at: Date }>`select heartbeat_on as at from pgboss.job order by id`.execute(engine.database.db))
    .rows;

test("leases are renewed from the moment the statement was sent, and with them the queue's entries", async () => {
  const before = monotonicMs();
  const touchedBefore = await heartbeats();
  expect(await renewal.renew()).toEqual([]);
  for (const { until } of held) {
    expect(until.ms).toBeGreaterThanOrEqual(leaseFrom(before));
    expect(until.ms).toBeLessThanOrEqual(leaseFrom(monotonicMs()));
  }
  const touched = await heartbeats();
  expect(touched.every(({ at }, index) => at > (touchedBefore[index]?.at ?? at))).toBe(true);
});

test("a lease ends before another worker may take over", () => {
  expect(leaseFrom(0)).toBeLessThanOrEqual(9_000);
});

test("nothing is renewed once the event loop that scans has stood still for as long as a lease lasts", async () => {
  pulse.ms = monotonicMs() - LEASE_MS - 1;
  const touched = await heartbeats();
  expect(await renewal.renew()).toEqual([]);
  expect(held.map(({ until }) => until.ms)).toEqual([0, 0]);
  expect(await heartbeats()).toEqual(touched);
});

test("a lease of what was taken over, or cancelled, ends at once", async () => {
  const [taken, cancelled] = held;
  await renewal.renew();
  await claimHosts(engine.database.db, engine.queue, [taken?.claim.hostScanHostId ?? ""]);
  const id = cancelled?.claim.hostScanHostId ?? "";
  const { db } = engine.database;
  await db
    .updateTable("host_scan_host")
    .set({ status: Cancelled, attempt: 2 })
    .where("id", "=", id)
    .execute();
  const ended = await renewal.renew();
  expect(ended).toHaveLength(2);
  expect(ended).toContainEqual({
    kind: "superseded",
    claim: { id: taken?.claim.hostScanHostId, attempt: 1 },
  });
  expect(ended).toContainEqual({ kind: "cancelled", claim: { id, attempt: 1 } });
  expect(held.map(({ until }) => until.ms)).toEqual([0, 0]);
});

test("a lease is not renewed whose entry has gone back to the queue: another worker may have it any moment", async () => {
  await sql`update pgboss.job set state = 'retry' where name = ${SCAN_QUEUE}`.execute(engine.database.db);
  expect(await renewal.renew()).toEqual([]);
  expect(held.map(({ until }) => until.ms)).toEqual([0, 0]);
});

test("what was let go of is not renewed, and without any the database is left alone", async () => {
  for (const { claim } of held) renewal.drop({ id: claim.hostScanHostId, attempt: claim.attempt });
  const { db } = engine.database;
  await db.destroy();
  expect(await renewal.renew()).toEqual([]);
});
