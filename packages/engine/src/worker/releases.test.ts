import { performance } from "node:perf_hooks";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { queueEntries } from "../../test/queue-entries.ts";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { type Notification, readNotification } from "../queue/notification.ts";
import { type ClaimedHost, claimHosts } from "./claim-hosts.ts";
import { Releases, releaseCancelled } from "./releases.ts";

let engine: TestEngine;
let jobId: string;
let claims: readonly ClaimedHost[];
let cancelling: Promise<unknown>;
/** What was told of released jobs. */
let heard: Notification[];
beforeEach(async () => {
  engine = await startEngine();
  const credentialId = await engine.addCredential("linux");
  const requests = ["a.local", "b.local", "c.local"].map((dnsHostName) => ({ dnsHostName, credentialId }));
  ({ id: jobId = "" } = accepted(await engine.jobs.createJob(requests, context)));
  ({ claimed: claims } = await claimHosts(engine.database.db, engine.queue, await engine.queue.fetch(3)));
  heard = [];
  await engine.queue.listen({
    onPayload(payload) {
      const notification = readNotification(payload);
      if (notification?.kind === "released") heard.push(notification);
    },
  });
  cancelling = Promise.resolve();
});
afterEach(async () => {
  await releaseCancelled(engine.database.db, engine.queue, claims);
  await cancelling;
  await engine[Symbol.asyncDispose]();
});

async function cancel(): Promise<void> {
  cancelling = engine.jobs.cancelJob(jobId, context);
  const cancelled = engine.database.db.selectFrom("host_scan_host").select("id").where("attempt", ">", 1);
  await expect.poll(() => cancelled.execute()).toHaveLength(3);
}

const lost = new Error("lost");
const release = (some: readonly ClaimedHost[]) => releaseCancelled(engine.database.db, engine.queue, some);

test("what was cancelled leaves the queue, and that is told once for a job", async () => {
  await cancel();
  await release(claims.slice(1));
  expect(await queueEntries(engine.database)).toEqual([claims[0]?.hostScanHostId]);
  await expect.poll(() => heard).toEqual([{ kind: "released", jobId }]);
});

test("what was not cancelled, or was taken over before, stays", async () => {
  await release(claims);
  expect(await queueEntries(engine.database)).toHaveLength(3);
  await engine.database.db.updateTable("host_scan_host").set({ attempt: 2 }).execute();
  await cancel();
  await release(claims);
  expect(await queueEntries(engine.database)).toHaveLength(3);
  claims = claims.map((claim) => ({ ...claim, attempt: 2 }));
});

test("what ends while another release is written goes together, and a failed write is tried again", async () => {
  await cancel();
  const removed: number[] = [];
  const queue = {
    ...engine.queue,
    remove: (...[trx, ids]: Parameters<typeof engine.queue.remove>) => {
      removed.push(ids.length);
      return removed.length === 1 ? Promise.reject(lost) : engine.queue.remove(trx, ids);
    },
  };
  const setting = { db: engine.database.db, queue, log: engine.lines.log, writeRetryMs: 1 };
  const releases = new Releases(setting, new AbortController().signal);
  const [first, ...others] = claims;
  const written = first && releases.add(first);
  await expect.poll(() => removed.length).toBeGreaterThan(0);
  await Promise.all([written, ...others.map((claim) => releases.add(claim))]);
  expect(removed).toEqual([1, 1, 2]);
  expect(engine.lines.of("aborted scans not released")).toMatchObject([{ hosts: 1 }]);
  expect(await queueEntries(engine.database)).toEqual([]);
});

test.each([
  ["once the worker has given up", (giveUp: AbortController) => giveUp.abort()],
  ["once the leases have ended", () => vi.spyOn(performance, "now").mockReturnValue(Number.MAX_VALUE)],
])("nothing is tried again %s", async (_, end) => {
  const giveUp = new AbortController();
  const queue = {
    ...engine.queue,
    remove: () => {
      end(giveUp);
      return Promise.reject(lost);
    },
  };
  const setting = { db: engine.database.db, queue, log: engine.lines.log, writeRetryMs: 1 };
  const [claim = expect.fail("not claimed")] = claims;
  await new Releases(setting, giveUp.signal).add(claim);
  vi.restoreAllMocks();
  expect(engine.lines.of("aborted scans not released")).toHaveLength(1);
});
