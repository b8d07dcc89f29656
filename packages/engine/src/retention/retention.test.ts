import { randomUUID } from "node:crypto";
import { ActionStatus } from "@hostscan/contract";
import { audit, readAudit } from "@hostscan/database";
import { testActor } from "@hostscan/database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accepted, context, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { removeExpired } from "./retention.ts";

const { Queued, Running, Complete } = ActionStatus;

let engine: TestEngine;
let credentialId: string;
beforeAll(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
});
afterAll(() => engine[Symbol.asyncDispose]());
beforeEach(() => sql`delete from host_scan_job`.execute(engine.database.db));

const never = new AbortController().signal;
const keep = { jobDays: 30, auditDays: 30, hostDays: 0 };
const nothing = { jobs: 0, changes: 0, auditLines: 0, tokens: 0, hosts: 0 };
const remove = (retention = keep) => removeExpired(engine.database.db, retention, never);
const status = (id: string) => engine.jobs.getJob(id, context).then((job) => job.ok);

/** A job made so many days ago, whose hosts ended so many days ago; null for one that has not. */
async function makeJob(made: number, ...ended: (number | null)[]): Promise<string> {
  const requests = ended.map(() => ({ dnsHostName: `${randomUUID()}.local`, credentialId }));
  const { id = "" } = accepted(await engine.jobs.createJob(requests, context));
  const { db } = engine.database;
  const ago = (days: number | null) => sql`now() - ${days}::integer * interval '1 day'`;
  await sql`update host_scan_job set created_at = ${ago(made)} where id = ${id}`.execute(db);
  for (const [position, days] of ended.entries()) {
    await sql`
      update host_scan_host set status = ${days === null ? Queued : Complete}, finished_at = ${ago(days)}
      where job_id = ${id} and position = ${position}`.execute(db);
  }
  return id;
}

test("a job goes once its last host has ended so long ago, and its hosts stay", async () => {
  const old = await makeJob(40, 35, 31);
  const recent = await makeJob(40, 35, 29);
  const young = await makeJob(20, 20);
  const { hostScanHostStatus } = accepted(await engine.jobs.getJob(old, context));
  expect(await remove()).toEqual({ ...nothing, jobs: 1 });
  expect(await Promise.all([old, recent, young].map(status))).toEqual([false, true, true]);
  for (const { hostId } of hostScanHostStatus ?? []) {
    accepted(await engine.jobs.scanHost(hostId ?? "", context));
  }
});

test("a job with a host that has not ended stays, however old", async () => {
  const queued = await makeJob(4_000, 3_999, null);
  const running = await makeJob(4_000, 3_999, null);
  await sql`
    update host_scan_host set status = ${Running} where job_id = ${running} and finished_at is null`.execute(
    engine.database.db,
  );
  expect(await remove({ ...keep, jobDays: 1 })).toMatchObject({ jobs: 0 });
  expect(await Promise.all([queued, running].map(status))).toEqual([true, true]);
});

test("a removed job is not found, neither by its id nor by its host, and not in the list", async () => {
  const id = await makeJob(40, 40);
  const hostId = accepted(await engine.jobs.getJob(id, context)).hostScanHostStatus?.[0]?.hostId ?? "";
  await remove();
  expect(rejected(await engine.jobs.getJob(id, context))).toMatchObject({ kind: "not-found" });
  expect(rejected(await engine.jobs.cancelJob(id, context))).toMatchObject({ kind: "not-found" });
  expect(rejected(await engine.jobs.latestJobForHost(hostId, context))).toMatchObject({ kind: "not-found" });
  expect(accepted(await engine.jobs.listJobs({ limit: 10 }, context))).toEqual({ jobs: [] });
});

test("changes of inventories go with the jobs of their time", async () => {
  const { db } = engine.database;
  const host = { id: randomUUID(), identity: `${randomUUID()}.local:22`, ssh_port: 22 };
  await db.insertInto("host").values(host).execute();
  const change = (days: number) =>
    sql`
    insert into inventory_change (host_id, job_id, section, kind, entry_name, at)
    values (${host.id}, ${randomUUID()}, 0, 0, ${`${days} days`}, now() - ${days} * interval '1 day')`.execute(
      db,
    );
  await change(31);
  await change(29);
  expect(await remove({ ...keep, jobDays: 0 })).toEqual(nothing);
  expect(await remove()).toEqual({ ...nothing, changes: 1 });
  const { rows } = await sql`select entry_name from inventory_change`.execute(db);
  expect(rows).toEqual([{ entry_name: "29 days" }]);
  await sql`delete from inventory_change`.execute(db);
});

test("0 days keeps everything", async () => {
  const id = await makeJob(4_000, 4_000);
  expect(await remove({ jobDays: 0, auditDays: 0, hostDays: 0 })).toEqual(nothing);
  expect(await status(id)).toBe(true);
});

/** Ended jobs of one host each, made straight in the tables. */
async function fill(jobs: number): Promise<void> {
  const { db } = engine.database;
  const { id: hostId } = await db.selectFrom("host").select("id").limit(1).executeTakeFirstOrThrow();
  await sql`
    with job as (
      insert into host_scan_job (id, created_by, created_from, request_id, host_count, created_at)
      select gen_random_uuid(), '', '', '', 1, now() - interval '40 days' from generate_series(1, ${jobs})
      returning id
    )
    insert into host_scan_host (id, job_id, host_id, position, status, finished_at)
    select gen_random_uuid(), id, ${hostId}, 0, ${Complete}, now() - interval '40 days' from job`.execute(db);
}

test("two processes at once remove every expired job once, however many there are", async () => {
  await makeJob(1, 1);
  await fill(1_200);
  const both = await Promise.all([remove(), remove()]);
  expect(both.map(({ jobs }) => jobs).reduce((a, b) => a + b)).toBe(1_200);
  const { rows } = await sql`select from host_scan_job`.execute(engine.database.db);
  expect(rows).toHaveLength(1);
});

test("while one process removes, another does not", async () => {
  await fill(1);
  const { db } = engine.database;
  const other = await db.startTransaction().execute();
  await sql`select pg_advisory_xact_lock(${0x6f6c64})`.execute(other);
  expect(await remove()).toMatchObject({ jobs: 0 });
  await other.rollback().execute();
  expect(await remove()).toMatchObject({ jobs: 1 });
});

test("a batch ends with the job that makes it large, and takes one at least", async () => {
  const { db } = engine.database;
  await fill(3);
  await sql`update host_scan_job set host_count = 10000`.execute(db);
  const stopAfterFirst = new AbortController();
  const removal = removeExpired(db, keep, stopAfterFirst.signal);
  stopAfterFirst.abort();
  expect(await removal).toMatchObject({ jobs: 1 });
  expect(await remove()).toMatchObject({ jobs: 2 });
});

test("a job that somebody is at is left for another time, and whoever waits for a removed one finds none", async () => {
  const { db } = engine.database;
  const id = await makeJob(40, 40);
  const busy = await db.startTransaction().execute();
  await sql`select id from host_scan_job where id = ${id} for update`.execute(busy);
  expect(await remove()).toMatchObject({ jobs: 0 });
  await busy.commit().execute();
  const [cancelled] = await Promise.all([engine.jobs.cancelJob(id, context), remove()]);
  // Before the removal it had ended; after it there is none.
  expect(["invalid", "not-found"]).toContain(rejected(cancelled).kind);
  await remove();
  expect(await status(id)).toBe(false);
});

test("a job whose last host ends meanwhile is not removed, as it ends now", async () => {
  const { db } = engine.database;
  const id = await makeJob(40, 40, null);
  const settling = await db.startTransaction().execute();
  await sql`
    update host_scan_host set status = ${Complete}, finished_at = now()
    where job_id = ${id} and finished_at is null`.execute(settling);
  expect(await remove({ ...keep, jobDays: 1 })).toMatchObject({ jobs: 0 });
  await settling.commit().execute();
  expect(await remove({ ...keep, jobDays: 1 })).toMatchObject({ jobs: 0 });
  expect(await status(id)).toBe(true);
});

test("old lines of the audit log go, and none younger than a day whoever asks", async () => {
  const { db } = engine.database;
  const entry = { actor: testActor, action: "host.trust", object: { kind: "host" } } as const;
  await db.transaction().execute((trx) => audit(trx, entry));
  const before = await readAudit(db, { limit: 1_000 });
  await sql`
    insert into audit (at, actor_kind, actor, action, object_kind, details)
    select now() - interval '40 days', 'worker', 'old', 'host.trust', 'host', '{}' from generate_series(1, 2500)`.execute(
    db,
  );
  expect(await remove()).toMatchObject({ auditLines: 2_500 });
  expect(await readAudit(db, { limit: 10_000 })).toEqual(before);

  const hasty = db.transaction().execute(async (trx) => {
    await sql`select set_config('hostscan.audit_expiry', 'on', true)`.execute(trx);
    await sql`delete from audit`.execute(trx);
  });
  await expect(hasty).rejects.toThrow("append-only");
});
