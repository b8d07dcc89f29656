import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { finishScan } from "../../test/finish-scan.ts";
import { queueEntries } from "../../test/queue-entries.ts";
import { accepted, context, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { readNotification } from "../queue/notification.ts";
import { HEARTBEAT_SECONDS } from "../queue/scan-queue-options.ts";
import { type ClaimedHost, claimHosts } from "../worker/claim-hosts.ts";
import { releaseCancelled } from "../worker/releases.ts";
import type { ScanEnd } from "../worker/scan-end.ts";
import { createHostScanJobs } from "./service.ts";

const { Queued, Running, Complete, Failed, Cancelled } = ActionStatus;

let engine: TestEngine;
let credentialId: string;
/** What a worker scans that lets go of it when it hears that its job was cancelled, by job. */
const attended = new Map<string, readonly ClaimedHost[]>();
beforeAll(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
  await engine.queue.listen({
    async onPayload(payload) {
      const heard = readNotification(payload);
      if (heard?.kind === "cancelled") await release(attended.get(heard.jobId) ?? []);
    },
  });
});
afterAll(() => engine[Symbol.asyncDispose]());

const scanEnds = {
  complete: {
    kind: "complete",
    facts: { name: "a", os: "Debian", version: "12", ipAddress: "10.0.0.1" },
    keys: [],
    pins: [],
    description: null,
  },
  failed: {
    kind: "failed",
    reason: ActionFailureReason.AccessDenied,
    keys: [],
    description: "Failed: no.",
  },
  retry: { kind: "retry", delaySeconds: 60 },
  "give-back": { kind: "give-back", because: "stopping" },
  wait: { kind: "wait", waitsFor: "", description: "Queued: its credential is paused." },
} satisfies Record<ScanEnd["kind"], ScanEnd>;

/** A job of new hosts, the first of which are being scanned, by nobody that hears anything. */
async function startJob(hosts: number, running: number) {
  const requests = Array.from({ length: hosts }, () => ({
    dnsHostName: `${randomUUID()}.local`,
    credentialId,
  }));
  const { id = "" } = accepted(await engine.jobs.createJob(requests, context));
  const { claimed } = await claimHosts(engine.database.db, engine.queue, await engine.queue.fetch(running));
  return { id, claims: claimed.toSorted((a, b) => a.position - b.position) };
}

/** A job of new hosts, the first of which a worker is scanning. */
async function startAttendedJob(hosts: number, running: number) {
  const job = await startJob(hosts, running);
  attended.set(job.id, job.claims);
  return job;
}

const release = (claims: readonly ClaimedHost[]) =>
  releaseCancelled(engine.database.db, engine.queue, claims);
const finish = (claim: Parameters<typeof finishScan>[2], kind: ScanEnd["kind"]) =>
  finishScan(engine.database.db, engine.queue, claim, scanEnds[kind]);
const statuses = async (id: string) =>
  accepted(await engine.jobs.getJob(id, context)).hostScanHostStatus?.map(({ status }) => status);

test("an unknown job is not found", async () => {
  const id = randomUUID();
  expect(rejected(await engine.jobs.cancelJob(id, context))).toEqual({
    kind: "not-found",
    detail: `No host scan job has the id ${id}.`,
  });
});

test("what has not ended is cancelled and leaves the queue, what has ended stays", async () => {
  const { id, claims } = await startAttendedJob(4, 3);
  const [first, second] = claims;
  if (!first || !second) expect.fail("not claimed");
  await finish(first, "complete");
  await finish(second, "failed");
  accepted(await engine.jobs.cancelJob(id.toUpperCase(), context));
  expect(await statuses(id)).toEqual([Complete, Failed, Cancelled, Cancelled]);
  expect(accepted(await engine.jobs.getJob(id, context))).toMatchObject({
    status: Cancelled,
    statusDescription: "Cancelled.",
  });
  expect(await queueEntries(engine.database)).toEqual([]);
});

test("to cancel a cancelled job again succeeds and changes nothing", async () => {
  const { id } = await startAttendedJob(2, 1);
  accepted(await engine.jobs.cancelJob(id, context));
  const before = accepted(await engine.jobs.getJob(id, context));
  accepted(await engine.jobs.cancelJob(id, context));
  expect(accepted(await engine.jobs.getJob(id, context))).toEqual(before);
});

test.each(["complete", "failed"] as const)("a job that ended as %s keeps its result", async (kind) => {
  const { id, claims } = await startJob(1, 1);
  for (const claim of claims) await finish(claim, kind);
  const before = accepted(await engine.jobs.getJob(id, context));
  expect(rejected(await engine.jobs.cancelJob(id, context))).toEqual({
    kind: "invalid",
    detail: `The host scan job ${id} has already ended.`,
    errors: [],
  });
  expect(accepted(await engine.jobs.getJob(id, context))).toEqual(before);
});

test.each(["retry", "give-back"] as const)(
  "a host that went back to the queue (%s) is cancelled, too",
  async (kind) => {
    const { id, claims } = await startJob(1, 1);
    for (const claim of claims) await finish(claim, kind);
    expect(await statuses(id)).toEqual([Queued]);
    accepted(await engine.jobs.cancelJob(id, context));
    expect(await statuses(id)).toEqual([Cancelled]);
    expect(await queueEntries(engine.database)).toEqual([]);
  },
);

test("cancelling waits until the worker has let go, and so does cancelling again", async () => {
  const { id, claims } = await startJob(2, 2);
  const over: number[] = [];
  const calls = [0, 1].map((call) =>
    engine.jobs.cancelJob(id, context).then((outcome) => {
      over.push(call);
      return outcome;
    }),
  );
  await expect.poll(() => statuses(id)).toEqual([Cancelled, Cancelled]);
  await release(claims.slice(0, 1));
  expect(await queueEntries(engine.database)).toEqual([claims[1]?.hostScanHostId]);
  const third = engine.jobs.cancelJob(id, context);
  expect(over).toEqual([]);
  await release(claims);
  for (const outcome of await Promise.all([...calls, third])) accepted(outcome);
  expect(await queueEntries(engine.database)).toEqual([]);
});

test("one that was taken over is waited for until its new worker has let go", async () => {
  const { id, claims: before } = await startJob(1, 1);
  const { claimed } = await claimHosts(
    engine.database.db,
    engine.queue,
    before.map(({ hostScanHostId }) => hostScanHostId),
  );
  const cancelling = engine.jobs.cancelJob(id, context);
  await expect.poll(() => statuses(id)).toEqual([Cancelled]);
  await release(before);
  expect(await queueEntries(engine.database)).toEqual(claimed.map(({ hostScanHostId }) => hostScanHostId));
  await release(claimed);
  accepted(await cancelling);
});

test("of a worker that is lost the end of its lease is waited for, and nothing stays in the queue", async () => {
  const { id } = await startJob(1, 1);
  const now = performance.now.bind(performance);
  const cancelling = engine.jobs.cancelJob(id, context);
  await expect.poll(() => statuses(id)).toEqual([Cancelled]);
  vi.spyOn(performance, "now").mockImplementation(() => now() + HEARTBEAT_SECONDS * 1_000);
  accepted(await cancelling);
  vi.restoreAllMocks();
  expect(engine.lines.of("cancelled without word from a worker: its leases have ended")).toMatchObject([
    { jobId: id, hosts: 1 },
  ]);
  expect(await queueEntries(engine.database)).toEqual([]);
});

test("while the database is out of reach, and nobody is heard, the worker is not taken for gone", async () => {
  const { id, claims } = await startJob(1, 1);
  const lost = Object.assign(new Error("lost"), { code: "ECONNREFUSED" });
  const answers = [() => Promise.reject(lost), () => Promise.reject(lost)];
  const jobs = createHostScanJobs({
    db: engine.database.db,
    log: engine.lines.log,
    queue: {
      ...engine.queue,
      listen: () => Promise.reject(lost),
      remaining: (...ids) => (answers.shift() ?? (() => engine.queue.remaining(...ids)))(),
    },
  });
  const cancelling = jobs.cancelJob(id, context);
  await expect.poll(() => answers).toEqual([]);
  expect(await queueEntries(engine.database)).toHaveLength(1);
  await release(claims);
  accepted(await cancelling);
});

test("however cancelling, results and letting go fall together, every host ends once and nobody is connected afterwards", async () => {
  const kind = fc.constantFrom("complete", "failed", "retry", "give-back");
  const plan = fc.record({
    kinds: fc.array(kind, { minLength: 1, maxLength: 4 }),
    queued: fc.nat({ max: 2 }),
    cancels: fc.integer({ min: 1, max: 3 }),
  });
  /** How many turns of the event loop each one comes late. */
  const order = fc.array(fc.nat({ max: 40 }), { minLength: 8, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(plan, order, async ({ kinds, queued, cancels }, delays) => {
      const { id, claims } = await startJob(kinds.length + queued, kinds.length);
      const written: boolean[] = [];
      const cancelled: boolean[] = [];
      const connected = new Set(claims);
      const connectedAfter: number[] = [];
      const acts = [
        ...claims.map((claim, index) => async () => {
          connected.delete(claim);
          const isWritten = await finish(claim, kinds[index] ?? "complete");
          written[index] = isWritten;
          if (!isWritten) await release([claim]);
        }),
        ...Array.from({ length: cancels }, () => async () => {
          const { ok } = await engine.jobs.cancelJob(id, context);
          cancelled.push(ok);
          if (ok) connectedAfter.push(connected.size);
        }),
      ];
      const late = async (act: () => Promise<void>, turns: number) => {
        for (let turn = 0; turn < turns; turn += 1) await nextTurn();
        await act();
      };
      await Promise.all(acts.map((act, index) => late(act, delays[index] ?? 0)));

      const ends = (await statuses(id)) ?? [];
      expect(ends).not.toContain(Queued);
      expect(ends).not.toContain(Running);
      expect(cancelled.every((ok) => ok === ends.includes(Cancelled))).toBe(true);
      for (const [index, one] of kinds.entries()) {
        if (!written[index]) expect(ends[index]).toBe(Cancelled);
        else expect(ends[index]).toBe(one === "complete" ? Complete : one === "failed" ? Failed : Cancelled);
      }
      expect(connectedAfter.filter((count) => count > 0)).toEqual([]);
      expect(await queueEntries(engine.database)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
