import { ActionStatus } from "@hostscan/contract";
import type { HostStatus } from "@hostscan/database";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accepted, context, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { noteEndedJobs } from "./ended-jobs.ts";

const { Queued, Running, Complete, Failed, Cancelled, CompletedWithErrors } = ActionStatus;
const { signal } = new AbortController();

let engine: TestEngine;
let credentialId: string;
beforeAll(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
});
afterAll(() => engine[Symbol.asyncDispose]());
beforeEach(() => sql`truncate host_scan_job cascade`.execute(engine.database.db));

let hosts = 0;
/** A job whose hosts stand so. */
async function addJob(...statuses: readonly HostStatus[]): Promise<string> {
  const requests = statuses.map(() => ({ dnsHostName: `host-${++hosts}.local`, credentialId }));
  const { id } = accepted(await engine.jobs.createJob(requests, context));
  for (const [position, status] of statuses.entries())
    await sql`
      update host_scan_host set status = ${status}, attempt = ${status === Queued ? 0 : 1},
        finished_at = case when ${status} > 1 then now() end
      where job_id = ${id} and position = ${position}`.execute(engine.database.db);
  return id ?? "";
}

const idsOf = async (filter: Parameters<TestEngine["jobs"]["listJobs"]>[0]) =>
  accepted(await engine.jobs.listJobs(filter, context)).jobs.map(({ id }) => id);

const noted = async () => {
  const { rows } = await sql<{ ended: number | null }>`
    select ended_as as ended from host_scan_job order by created_at`.execute(engine.database.db);
  return rows.map(({ ended }) => ended);
};

const kinds: readonly (readonly [status: number, hosts: readonly HostStatus[]])[] = [
  [Queued, [Queued, Queued]],
  [Running, [Queued, Running]],
  [Running, [Running]],
  [Running, [Complete, Queued]],
  [Complete, [Complete, Complete]],
  [Failed, [Failed, Failed]],
  [Cancelled, [Cancelled]],
  [Cancelled, [Complete, Failed, Cancelled]],
  [CompletedWithErrors, [Complete, Failed]],
];

test("jobs are listed by the status that they are shown with, before it is noted and after", async () => {
  const ids: string[] = [];
  for (const [, statuses] of kinds) ids.push(await addJob(...statuses));
  // One that is to be tried again has begun.
  await sql`update host_scan_host set attempt = 1 where job_id = ${ids[0]} and position = 1`.execute(
    engine.database.db,
  );
  const standing = kinds.map(([status], index) => (index === 0 ? Running : status));
  const newest = (status: number) => ids.filter((_, index) => standing[index] === status).reverse();
  const check = async () => {
    const { jobs } = accepted(await engine.jobs.listJobs({ limit: 50 }, context));
    expect(jobs.map(({ status }) => status)).toEqual(standing.toReversed());
    for (const status of Object.values(ActionStatus))
      expect(await idsOf({ limit: 50, status })).toEqual(newest(status));
  };
  await check();
  await noteEndedJobs(engine.database.db, signal);
  expect(await noted()).toEqual(standing.map((status) => (status === Running ? null : status)));
  await check();
});

test("pages of a status hold jobs that are noted and others, in one order", async () => {
  const ids = [await addJob(Failed), await addJob(Failed)];
  await noteEndedJobs(engine.database.db, signal);
  ids.push(await addJob(Complete), await addJob(Failed));
  const listed: unknown[] = [];
  for (let after: string | undefined; ; ) {
    const asked = { limit: 1, status: Failed, ...(after !== undefined && { after }) };
    const page = accepted(await engine.jobs.listJobs(asked, context));
    listed.push(...page.jobs.map(({ id }) => id));
    after = page.next;
    if (after === undefined) break;
  }
  expect(listed).toEqual([ids[3], ids[1], ids[0]]);
});

test("a job that is locked is noted another time, and one that loses a host anew", async () => {
  const id = await addJob(Complete, Failed);
  const { db } = engine.database;
  await db.transaction().execute(async (trx) => {
    await sql`select from host_scan_job for update`.execute(trx);
    await noteEndedJobs(db, signal);
    expect(await noted()).toEqual([null]);
  });
  await noteEndedJobs(db, signal);
  expect(await noted()).toEqual([CompletedWithErrors]);
  await sql`
    with gone as (delete from host_scan_host where job_id = ${id} and status = ${Failed})
    update host_scan_job set ended_as = null`.execute(db);
  expect(await idsOf({ limit: 9, status: Complete })).toEqual([id]);
});

test("jobs are listed by their host, creator and time, each of which must fit", async () => {
  const [first, second] = [await addJob(Complete, Failed), await addJob(Failed)];
  const { hostScanHostStatus } = accepted(await engine.jobs.getJob(first, context));
  const hostId = `${hostScanHostStatus?.[1]?.hostId}`.toUpperCase();
  expect(await idsOf({ limit: 9, hostId })).toEqual([first]);
  expect(await idsOf({ limit: 9, hostId, status: Failed })).toEqual([]);
  expect(await idsOf({ limit: 9, createdBy: "subject:subject-1", status: Failed })).toEqual([second]);
  expect(await idsOf({ limit: 9, createdBy: "app:other" })).toEqual([]);
  const { rows } = await sql<{ at: Date }>`
    select created_at as at from host_scan_job where id = ${second}`.execute(engine.database.db);
  const since = new Date((rows[0]?.at.getTime() ?? 0) + 1).toISOString();
  expect(await idsOf({ limit: 9, since })).toEqual([]);
  expect(await idsOf({ limit: 9, since: "2000-01-01T00:00:00+14:30" })).toEqual([second, first]);
  expect(
    rejected(await engine.jobs.listJobs({ limit: 9, since: "0000-01-01T00:00:00Z" }, context)),
  ).toMatchObject({ errors: [{ path: "since" }] });
});
