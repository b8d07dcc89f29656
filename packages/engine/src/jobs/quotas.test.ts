import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accepted, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { removePastQuotas } from "./quotas.ts";
import { createHostScanJobs } from "./service.ts";

let engine: TestEngine;
let credentialId: string;
beforeAll(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
});
afterAll(() => engine[Symbol.asyncDispose]());
beforeEach(() => engine.database.db.deleteFrom("quota_use").execute());

/** The port as a process with these quotas has it. */
function jobsWith(quotas: { readonly jobs: number; readonly hosts: number }) {
  const { database, queue, lines } = engine;
  return createHostScanJobs({ db: database.db, queue, log: lines.log, quotas });
}

/** Of one application: its keys differ, its name does not. */
const as = (name: string, key: string = crypto.randomUUID()) => ({
  caller: { subject: key, name, role: "App", identity: `app:${name}` },
  requestId: "request-1",
});
let hosts = 0;
const requests = (count: number) =>
  Array.from({ length: count }, () => ({ dnsHostName: `quota-${++hosts}.example`, credentialId }));
const counts = async () => {
  const { rows } = await sql<{ jobs: number; hosts: number; audit: number; known: number }>`
    select (select count(*)::int from host_scan_job) as jobs, (select count(*)::int from host_scan_host) as hosts,
      (select count(*)::int from audit) as audit, (select count(*)::int from host) as known`.execute(
    engine.database.db,
  );
  return rows[0];
};
const pass = (interval: string) =>
  sql`update quota_use set since = since - ${interval}::interval`.execute(engine.database.db);

test("beyond its jobs of an hour a caller waits for the hour to end, whatever key it calls with", async () => {
  const jobs = jobsWith({ jobs: 2, hosts: 100 });
  for (const key of ["old key", "new key"]) accepted(await jobs.createJob(requests(1), as("portal", key)));
  await pass("10 minutes");
  const before = await counts();
  const refused = rejected(await jobs.createJob(requests(1), as("portal", "another")));
  expect(refused).toMatchObject({
    kind: "over quota",
    detail: "1 jobs are more than the 0 that are left of 2 an hour for app:portal.",
    quota: { name: "jobs", most: 2, left: 0, windowSeconds: 3_600 },
  });
  expect("retryAfterSeconds" in refused && Math.abs(refused.retryAfterSeconds - 3_000)).toBeLessThan(300);
  expect(await counts()).toEqual(before);
  accepted(await jobs.createJob(requests(1), as("reports")));
  await pass("50 minutes");
  accepted(await jobs.createJob(requests(1), as("portal")));
});

test("a request that is larger than what is left is refused whole, and a smaller one is not", async () => {
  const jobs = jobsWith({ jobs: 100, hosts: 5 });
  accepted(await jobs.createJob(requests(3), as("portal")));
  const before = await counts();
  const refused = rejected(await jobs.createJob(requests(3), as("portal")));
  expect(refused).toMatchObject({ kind: "over quota", quota: { name: "hosts", left: 2 } });
  expect(await counts()).toEqual(before);
  accepted(await jobs.createJob(requests(2), as("portal")));
});

test("one request that is larger than the hour is taken by a caller that has used nothing of it, and is all of it", async () => {
  const jobs = jobsWith({ jobs: 2, hosts: 5 });
  accepted(await jobs.createJob(requests(6), as("portal")));
  const before = await counts();
  for (const one of [requests(1), requests(6)]) {
    expect(rejected(await jobs.createJob(one, as("portal", "another key")))).toMatchObject({
      kind: "over quota",
      quota: { name: "hosts", most: 5, left: 0 },
    });
  }
  expect(await counts()).toEqual(before);

  const ids = (accepted(await jobs.createJob(requests(3), as("reports"))).hostScanHostStatus ?? []).map(
    ({ hostId }) => `${hostId}`,
  );
  const refused = rejected(await jobs.scanHosts(ids, as("reports")));
  expect(refused).toMatchObject({ kind: "over quota", quota: { name: "jobs", left: 1 } });
  await pass("61 minutes");
  expect(accepted(await jobs.scanHosts(ids, as("reports")))).toHaveLength(3);
  expect(rejected(await jobs.createJob(requests(1), as("reports")))).toMatchObject({ quota: { left: 0 } });
});

test("of requests at once that are larger than the hour one is taken, also where an hour has just ended", async () => {
  const processes = Array.from({ length: 4 }, () => jobsWith({ jobs: 10, hosts: 2 }));
  for (const _ of ["first hour", "next hour"]) {
    const outcomes = await Promise.all(processes.map((jobs) => jobs.createJob(requests(3), as("portal"))));
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    await pass("61 minutes");
  }
});

test("every way of scheduling counts: known hosts, and those of an organizational unit", async () => {
  const jobs = jobsWith({ jobs: 4, hosts: 6 });
  const onboarded = accepted(await jobs.createJob(requests(2), as("portal")));
  const ids = (onboarded.hostScanHostStatus ?? []).map(({ hostId }) => `${hostId}`);
  const [first = ""] = ids;
  accepted(await jobs.scanHosts(ids, as("portal")));
  expect(await engine.database.db.selectFrom("quota_use").select(["jobs", "hosts"]).execute()).toEqual([
    { jobs: 3, hosts: 4 },
  ]);
  const names = ["ou-1.example", "ou-2.example", "ou-3.example"];
  const unit = () => jobs.scanOrganizationalUnit(credentialId, names, as("portal"));
  expect(rejected(await unit())).toMatchObject({ kind: "over quota", quota: { name: "hosts" } });
  accepted(await jobs.scanHost(first, as("portal")));
  expect(rejected(await jobs.scanHost(first, as("portal")))).toMatchObject({ quota: { name: "jobs" } });
});

test("of calls at once, in several processes, no more are scheduled than the hour holds", async () => {
  const processes = Array.from({ length: 4 }, () => jobsWith({ jobs: 5, hosts: 1_000 }));
  const outcomes = await Promise.all(
    Array.from({ length: 16 }, (_, at) => processes[at % 4]?.createJob(requests(1), as("portal"))),
  );
  expect(outcomes.filter((outcome) => outcome?.ok)).toHaveLength(5);
});

test("a call that is repeated under its key, or rejected, costs nothing", async () => {
  const jobs = jobsWith({ jobs: 2, hosts: 100 });
  const [content, context] = [requests(1), { ...as("portal"), idempotencyKey: "same" }];
  const first = accepted(await jobs.createJob(content, context));
  for (let time = 0; time < 3; time++)
    expect(accepted(await jobs.createJob(content, context))).toEqual(first);
  const unknown = [{ dnsHostName: "quota.example", credentialId: crypto.randomUUID() }];
  for (let time = 0; time < 3; time++) {
    expect(rejected(await jobs.createJob(unknown, as("portal")))).toMatchObject({ kind: "invalid" });
  }
  accepted(await jobs.createJob(requests(1), as("portal")));
  expect(accepted(await jobs.createJob(content, context))).toEqual(first);
});

test("hours that are over are forgotten", async () => {
  const jobs = jobsWith({ jobs: 2, hosts: 100 });
  accepted(await jobs.createJob(requests(1), as("portal")));
  expect(await removePastQuotas(engine.database.db)).toBe(0);
  await pass("61 minutes");
  expect(await removePastQuotas(engine.database.db)).toBe(1);
});
