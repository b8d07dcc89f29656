import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { queueEntries } from "../../test/queue-entries.ts";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { DEFAULT_LIMITS } from "../limits/scan-limits.ts";
import { lockClaims } from "./claim-candidates.ts";
import { claimHosts } from "./claim-hosts.ts";

const { Queued, Running, Failed, Cancelled } = ActionStatus;

let engine: TestEngine;
let credentialId: string;
beforeEach(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
});
afterEach(() => engine[Symbol.asyncDispose]());

/** Schedules a job and resolves to its `host_scan_host` ids. */
async function schedule(...names: string[]): Promise<string[]> {
  const requests = names.map((dnsHostName) => ({ dnsHostName, credentialId }));
  const job = accepted(await engine.jobs.createJob(requests, context));
  return (job.hostScanHostStatus ?? []).map((host) => host.hostScanHostId ?? "");
}

const claim = (ids: readonly string[]) => claimHosts(engine.database.db, engine.queue, ids);
const scanRow = (id = "") =>
  engine.database.db.selectFrom("host_scan_host").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

test("claimed hosts are running, under an attempt of their own", async () => {
  const ids = await schedule("a.local", "b.local");
  const { claimed, busy, lost } = await claim(await engine.queue.fetch(5));
  expect(claimed).toHaveLength(2);
  expect(claimed).toContainEqual(
    expect.objectContaining({
      hostScanHostId: ids[1],
      position: 1,
      attempt: 1,
      tries: 0,
      losses: 0,
      credential: {
        id: credentialId,
        name: "linux",
        secretVersion: 1,
        standing: {
          proven: false,
          paused: false,
          pausedBy: null,
          unanswered: false,
          refusedByHost: 0,
          refusedByParty: 0,
        },
      },
    }),
  );
  expect([busy, lost]).toEqual([[], []]);
  expect(await scanRow(ids[0])).toMatchObject({ status: Running, attempt: 1, started_at: expect.any(Date) });
  expect(new Set(await queueEntries(engine.database))).toEqual(new Set(ids));
});

test("of two jobs for one host, one is claimed and the other waits in the queue", async () => {
  const [first] = await schedule("a.local");
  const [second] = await schedule("a.local");
  const { claimed, busy } = await claim(await engine.queue.fetch(5));
  expect([...claimed, ...busy].map((scan) => scan.hostScanHostId).sort()).toEqual([first, second].sort());
  expect(claimed).toHaveLength(1);
  const [waiting] = busy;
  expect(await scanRow(waiting?.hostScanHostId)).toMatchObject({ status: Queued, attempt: 0 });
  expect((await queueEntries(engine.database)).sort()).toEqual([first, second].sort());
  expect(await engine.queue.fetch(5)).toEqual([]);
});

test("a host that another job is scanning waits", async () => {
  const [first] = await schedule("a.local");
  await claim(await engine.queue.fetch(5));
  const [second] = await schedule("a.local");
  const { claimed, busy } = await claim(await engine.queue.fetch(5));
  expect(claimed).toEqual([]);
  expect(busy).toMatchObject([{ hostScanHostId: second }]);
  expect(await scanRow(first)).toMatchObject({ status: Running, attempt: 1 });
});

test("a host whose credential was removed is claimed without one", async () => {
  const [id] = await schedule("a.local");
  await engine.database.db.updateTable("host").set({ credential_id: null }).execute();
  accepted(await engine.credentials.remove("linux"));
  const { claimed } = await claim(await engine.queue.fetch(5));
  expect(claimed).toMatchObject([{ hostScanHostId: id, credential: null }]);
  expect(await scanRow(id)).toMatchObject({ status: Running, credential_id: null });
});

const { POSITIVE_INFINITY: unlimited } = Number;
const noLimits = { total: unlimited, perCredential: unlimited, perNetwork: unlimited, denials: 3 };

describe.each([
  ["limits", DEFAULT_LIMITS],
  ["no limits", noLimits],
])("with %s", (_, limits) => {
  const claimWith = (ids: readonly string[]) =>
    claimHosts(engine.database.db, engine.queue, ids, { limits, most: ids.length });

  test("two workers that claim one host at the same moment do not both get it", async () => {
    const [first = ""] = await schedule("a.local");
    const [second = ""] = await schedule("a.local");
    const claims = await Promise.all([claimWith([first]), claimWith([second])]);
    expect(claims.flatMap(({ claimed }) => claimed)).toHaveLength(1);
    expect(claims.flatMap(({ busy }) => busy)).toHaveLength(1);
  });

  test("workers that claim the same hosts for several jobs, in whatever order, get each once", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `host-${index}.local`);
    const jobs = [await schedule(...names), await schedule(...names.toReversed()), await schedule(...names)];
    const claims = await Promise.all(jobs.map(claimWith));
    const hosts = claims.flatMap(({ claimed }) => claimed.map(({ hostId }) => hostId));
    expect(hosts).toHaveLength(12);
    expect(new Set(hosts).size).toBe(12);
    expect(claims.flatMap(({ busy }) => busy)).toHaveLength(24);
    expect(await queueEntries(engine.database)).toHaveLength(36);
  });

  test("a row that is cancelled while its claim waits for it is not claimed, and those beside it are", async () => {
    const [cancelled = "", other = ""] = await schedule("a.local", "b.local");
    let claiming: ReturnType<typeof claimHosts> | undefined;
    await engine.database.db.transaction().execute(async (trx) => {
      await trx
        .updateTable("host_scan_host")
        .set({ status: Cancelled, attempt: 1 })
        .where("id", "=", cancelled)
        .execute();
      claiming = claimWith([cancelled, other]);
      const waiting = async () =>
        (await sql`select from pg_locks where not granted`.execute(trx)).rows.length;
      await expect.poll(waiting).toBeGreaterThan(0);
    });
    expect(await claiming).toMatchObject({ claimed: [{ hostScanHostId: other }], lost: [], throttled: [] });
    expect(await scanRow(cancelled)).toMatchObject({ status: Cancelled, attempt: 1 });
    expect(await queueEntries(engine.database)).toEqual([other]);
  });
});

test("workers that count no room do not wait for those that do", async () => {
  const [id = ""] = await schedule("a.local");
  await engine.database.db.transaction().execute(async (trx) => {
    await lockClaims(trx);
    const claims = claimHosts(engine.database.db, engine.queue, [id], { limits: noLimits, most: 1 });
    expect((await claims).claimed).toHaveLength(1);
  });
});

test("a running host whose entry came back was lost by its worker, and is taken over", async () => {
  const [id = ""] = await schedule("a.local");
  await claim([id]);
  const { claimed } = await claim([id]);
  expect(claimed).toMatchObject([{ attempt: 2, losses: 1 }]);
  expect(await scanRow(id)).toMatchObject({ status: Running, attempt: 2, losses: 1 });
});

test("a host that more than three workers were lost on is given up", async () => {
  const [id = ""] = await schedule("a.local");
  for (let losses = 0; losses <= 3; losses += 1)
    expect((await claim([id])).claimed).toMatchObject([{ losses }]);
  expect(await claim([id])).toEqual({ claimed: [], busy: [], lost: [id], throttled: [], waiting: [] });
  expect(await scanRow(id)).toMatchObject({
    status: Failed,
    failure_reason: ActionFailureReason.ActionServiceUnavailable,
    status_description: "Failed: too many workers were lost during the scan.",
    finished_at: expect.any(Date),
  });
  expect(await queueEntries(engine.database)).toEqual([]);
});

test("an entry whose row has ended, or is gone, leaves the queue", async () => {
  const [ended = "", gone = ""] = await schedule("a.local", "b.local");
  const { db } = engine.database;
  await db.updateTable("host_scan_host").set({ status: Failed }).where("id", "=", ended).execute();
  await db.deleteFrom("host_scan_host").where("id", "=", gone).execute();
  expect(await claim(await engine.queue.fetch(5))).toEqual({
    claimed: [],
    busy: [],
    lost: [],
    throttled: [],
    waiting: [],
  });
  expect(await queueEntries(engine.database)).toEqual([]);
});

test("another fault than a rival is thrown", async () => {
  await expect(claim(["not a guid"])).rejects.toThrow("invalid input syntax for type uuid");
});

test("many workers at once claim every host, and none twice", async () => {
  const hosts = Array.from({ length: 60 }, (_, index) => `host-${index}.local`);
  await schedule(...hosts);
  const workers = Array.from({ length: 6 }, async () => {
    const mine: string[] = [];
    for (let ids = await engine.queue.fetch(4); ids.length > 0; ids = await engine.queue.fetch(4)) {
      mine.push(...(await claim(ids)).claimed.map((scan) => scan.hostScanHostId));
    }
    return mine;
  });
  const all = (await Promise.all(workers)).flat();
  expect(all).toHaveLength(60);
  expect(new Set(all).size).toBe(60);
});
