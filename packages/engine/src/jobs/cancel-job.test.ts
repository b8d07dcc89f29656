import { randomUUID } from "node:crypto";
import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { queueEntries } from "../../test/queue-entries.ts";
import { accepted, context, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { claimHosts } from "../worker/claim-hosts.ts";
import { type Settlement, settleScan } from "../worker/settle-scan.ts";

const { Queued, Running, Complete, Failed, Cancelled } = ActionStatus;

let engine: TestEngine;
let credentialId: string;
beforeAll(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
});
afterAll(() => engine[Symbol.asyncDispose]());

const settlements = {
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
  "give-back": { kind: "give-back" },
} satisfies Record<Settlement["kind"], Settlement>;

/** A job of new hosts, the first of which are being scanned. */
async function startJob(hosts: number, running: number) {
  const requests = Array.from({ length: hosts }, () => ({
    dnsHostName: `${randomUUID()}.local`,
    credentialId,
  }));
  const { id = "" } = accepted(await engine.jobs.createJob(requests, context));
  const { claimed } = await claimHosts(engine.database.db, engine.queue, await engine.queue.fetch(running));
  return { id, claims: claimed.toSorted((a, b) => a.position - b.position) };
}

const settle = (claim: Parameters<typeof settleScan>[2], kind: Settlement["kind"]) =>
  settleScan(engine.database.db, engine.queue, claim, settlements[kind]);
const statuses = async (id: string) =>
  accepted(await engine.jobs.getJob(id)).hostScanHostStatus?.map(({ status }) => status);

test("an unknown job is not found", async () => {
  const id = randomUUID();
  expect(rejected(await engine.jobs.cancelJob(id, context))).toEqual({
    kind: "not-found",
    detail: `No host scan job has the id ${id}.`,
  });
});

test("what has not ended is cancelled and leaves the queue, what has ended stays", async () => {
  const { id, claims } = await startJob(4, 3);
  const [first, second] = claims;
  if (!first || !second) expect.fail("not claimed");
  await settle(first, "complete");
  await settle(second, "failed");
  accepted(await engine.jobs.cancelJob(id.toUpperCase(), context));
  expect(await statuses(id)).toEqual([Complete, Failed, Cancelled, Cancelled]);
  expect(accepted(await engine.jobs.getJob(id))).toMatchObject({
    status: Cancelled,
    statusDescription: "Cancelled.",
  });
  expect(await queueEntries(engine.database)).toEqual([]);
});

test("to cancel a cancelled job again succeeds and changes nothing", async () => {
  const { id } = await startJob(2, 1);
  accepted(await engine.jobs.cancelJob(id, context));
  const before = accepted(await engine.jobs.getJob(id));
  accepted(await engine.jobs.cancelJob(id, context));
  expect(accepted(await engine.jobs.getJob(id))).toEqual(before);
});

test.each(["complete", "failed"] as const)("a job that ended as %s keeps its result", async (kind) => {
  const { id, claims } = await startJob(1, 1);
  for (const claim of claims) await settle(claim, kind);
  const before = accepted(await engine.jobs.getJob(id));
  expect(rejected(await engine.jobs.cancelJob(id, context))).toEqual({
    kind: "invalid",
    detail: `The host scan job ${id} has already ended.`,
    errors: [],
  });
  expect(accepted(await engine.jobs.getJob(id))).toEqual(before);
});

test.each(["retry", "give-back"] as const)(
  "a host that went back to the queue (%s) is cancelled, too",
  async (kind) => {
    const { id, claims } = await startJob(1, 1);
    for (const claim of claims) await settle(claim, kind);
    expect(await statuses(id)).toEqual([Queued]);
    accepted(await engine.jobs.cancelJob(id, context));
    expect(await statuses(id)).toEqual([Cancelled]);
    expect(await queueEntries(engine.database)).toEqual([]);
  },
);

test("however cancelling and results fall together, every host ends once and the job stays as it ended", async () => {
  const kind = fc.constantFrom("complete", "failed", "retry", "give-back");
  const plan = fc.record({
    kinds: fc.array(kind, { minLength: 1, maxLength: 4 }),
    queued: fc.nat({ max: 2 }),
    cancels: fc.integer({ min: 1, max: 2 }),
  });
  const order = fc.array(fc.nat(), { minLength: 8, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(plan, order, async ({ kinds, queued, cancels }, ranks) => {
      const { id, claims } = await startJob(kinds.length + queued, kinds.length);
      const written: boolean[] = [];
      const cancelled: boolean[] = [];
      const acts = [
        ...claims.map((claim, index) => async () => {
          written[index] = await settle(claim, kinds[index] ?? "complete");
        }),
        ...Array.from({ length: cancels }, () => async () => {
          cancelled.push((await engine.jobs.cancelJob(id, context)).ok);
        }),
      ];
      const shuffled = acts
        .map((act, index) => ({ act, rank: ranks[index] ?? 0 }))
        .sort((a, b) => a.rank - b.rank);
      await Promise.all(shuffled.map(({ act }) => act()));

      const ends = (await statuses(id)) ?? [];
      expect(ends).not.toContain(Queued);
      expect(ends).not.toContain(Running);
      expect(cancelled.every((ok) => ok === ends.includes(Cancelled))).toBe(true);
      for (const [index, one] of kinds.entries()) {
        if (!written[index]) expect(ends[index]).toBe(Cancelled);
        else expect(ends[index]).toBe(one === "complete" ? Complete : one === "failed" ? Failed : Cancelled);
      }
      expect(await queueEntries(engine.database)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
