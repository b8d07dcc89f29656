import { randomUUID } from "node:crypto";
import { ActionFailureReason, ActionStatus, HostScanSection } from "@hostscan/contract";
import type { SchedulingContext } from "@hostscan/core";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accepted, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { parseNetwork } from "../networks/network.ts";
import { createScanNetworks, type NetworkRules } from "../networks/scan-networks.ts";
import { type ExportedHost, exportJob } from "./export-job.ts";
import { retryJob } from "./retry-job.ts";

let engine: TestEngine;
let jobId: string;
let hostIds: string[];
const actor = { kind: "command", name: "operator" } as const;
const context: SchedulingContext = {
  caller: { subject: "key-1", name: "portal", role: "App", identity: "app:portal" },
  requestId: "request-1",
};

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine[Symbol.asyncDispose]());

const NAMES = ["a.local", "b.local", "c.local"];
const retry = (id: string, rules: NetworkRules = {}) =>
  retryJob({ ...engine.database, networks: createScanNetworks(rules) }, actor, id);
async function pagesOf(id: string) {
  const pages: (readonly ExportedHost[])[] = [];
  for await (const page of exportJob(engine.database.db, id, 2)) pages.push(page);
  return pages;
}
/** Ends the hosts of the job. */
async function end(statuses: readonly ("Failed" | "Complete" | "Cancelled")[]) {
  for (const [position, status] of statuses.entries())
    await engine.database.db
      .updateTable("host_scan_host")
      .set({ status: ActionStatus[status], finished_at: new Date(0), status_description: status })
      .where("job_id", "=", jobId)
      .where("position", "=", position)
      .execute();
}

beforeEach(async () => {
  // No host is in a scan of the test before.
  await engine.database.db
    .updateTable("host_scan_host")
    .set({ status: ActionStatus.Complete, finished_at: new Date(0) })
    .where("finished_at", "is", null)
    .execute();
  await engine.database.db.updateTable("host").set({ ip_address: null }).execute();
  const credentialId = await engine.addCredential(`of ${randomUUID()}`, undefined, {
    callers: ["app:portal"],
  });
  const requests = NAMES.map((dnsHostName) => ({ dnsHostName, credentialId }));
  const job = accepted(await engine.jobs.createJob(requests, context));
  jobId = job.id ?? expect.fail("no job");
  hostIds = (job.hostScanHostStatus ?? []).map(({ hostId }) => hostId ?? "");
});

test("the hosts that failed are one job of the same caller, which is queued and audited", async () => {
  await end(["Failed", "Complete", "Failed"]);
  const retried = accepted(await retry(jobId.toUpperCase()));
  expect(retried.hosts).toBe(2);
  const job = accepted(await engine.jobs.getJob(retried.id, context));
  expect(job.status).toBe(ActionStatus.Queued);
  expect(job.hostScanHostStatus?.map(({ hostId }) => hostId)).toEqual([hostIds[0], hostIds[2]]);
  const { db } = engine.database;
  const ids = job.hostScanHostStatus?.map(({ hostScanHostId }) => String(hostScanHostId)) ?? [];
  expect(new Set(await engine.queue.remaining(db, ids))).toEqual(new Set(ids));
  const row = await db
    .selectFrom("host_scan_job")
    .selectAll()
    .where("id", "=", retried.id)
    .executeTakeFirst();
  expect(row).toMatchObject({
    caller: "app:portal",
    created_by: "operator",
    created_from: "job retry",
    host_count: 2,
  });
  const line = await db
    .selectFrom("audit")
    .selectAll()
    .where("object_id", "=", retried.id)
    .executeTakeFirst();
  expect(line).toMatchObject({
    action: "job.schedule",
    actor: "operator",
    details: { retried: jobId, hosts: 2 },
  });
});

test("of two retries at once one schedules, and the other names its job", async () => {
  await end(["Failed", "Complete", "Failed"]);
  const { db } = engine.database;
  let retries: readonly ReturnType<typeof retry>[] = [];
  await db.transaction().execute(async (trx) => {
    await sql`select from host for update`.execute(trx);
    retries = [retry(jobId), retry(jobId)];
    const waiting = sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await expect.poll(async () => (await waiting.execute(db)).rows.length).toBe(2);
  });
  const results = await Promise.all(retries);
  const made = results.flatMap((result) => (result.ok ? [result.value.id] : []));
  expect(made).toHaveLength(1);
  const refused = results.find((result) => !result.ok) ?? expect.fail("both have scheduled");
  expect(rejected(refused).detail).toMatch(
    new RegExp(`^The host \\S+ is being scanned already, by the job ${made[0]}\\.$`),
  );
});

test("a job whose caller is not known any more is retried, too", async () => {
  await end(["Failed", "Complete", "Complete"]);
  await engine.database.db
    .updateTable("host_scan_job")
    .set({ caller: null })
    .where("id", "=", jobId)
    .execute();
  expect(accepted(await retry(jobId)).hosts).toBe(1);
});

test("what was to be read of a host beside its facts is so again", async () => {
  const credentialId = await engine.addCredential(`of ${randomUUID()}`, undefined, {
    callers: ["app:portal"],
  });
  const requests = [
    { dnsHostName: "facts.local", credentialId, sections: [] },
    { dnsHostName: "users.local", credentialId, sections: [HostScanSection.Users] },
    { dnsHostName: "whatever.local", credentialId },
  ];
  jobId = accepted(await engine.jobs.createJob(requests, context)).id;
  await end(["Failed", "Failed", "Failed"]);
  const { id } = accepted(await retry(jobId));
  const rows = await engine.database.db
    .selectFrom("host_scan_host")
    .select(sql<unknown>`target -> 'sections'`.as("sections"))
    .where("job_id", "=", id)
    .orderBy("position")
    .execute();
  expect(rows.map(({ sections }) => sections)).toEqual([[], [HostScanSection.Users], null]);
});

test("what cannot be retried says why, and schedules nothing", async () => {
  const { db } = engine.database;
  const jobs = () => db.selectFrom("host_scan_job").select("id").execute();
  const before = await jobs();
  expect(rejected(await retry("nobody"))).toMatchObject({
    kind: "not-found",
    detail: "There is no job nobody.",
  });
  expect(rejected(await retry(jobId)).detail).toMatch(/has 3 hosts that have not ended/);
  await end(["Complete", "Complete", "Cancelled"]);
  expect(rejected(await retry(jobId)).detail).toMatch(/No host of the job \S+ has failed/);
  await end(["Failed", "Failed", "Complete"]);
  await db.updateTable("host").set({ credential_id: null }).where("id", "in", hostIds).execute();
  expect(rejected(await retry(jobId)).detail).toBe(
    `The host ${hostIds[0]} has no credential. The host ${hostIds[1]} has no credential.`,
  );
  expect(await jobs()).toEqual(before);
});

test("hosts are retried where the settings of the server have them scanned, and not elsewhere", async () => {
  await end(["Failed", "Complete", "Complete"]);
  const ipAddress = "169.254.10.1";
  await engine.database.db
    .updateTable("host")
    .set({ ip_address: ipAddress })
    .where("id", "in", hostIds)
    .execute();
  expect(rejected(await retry(jobId)).detail).toMatch(/may not be scanned at 169\.254\.10\.1/);
  const allowed = [parseNetwork("169.254.10.0/24") ?? expect.fail("no network")];
  expect(rejected(await retry(jobId, { allowed, denied: allowed })).kind).toBe("conflict");
  expect(accepted(await retry(jobId, { allowed })).hosts).toBe(1);
});

test("of many reasons the first are told", async () => {
  const requests = Array.from({ length: 7 }, (_, index) => ({ dnsHostName: `many${index}.local` }));
  const credentialName = `of ${randomUUID()}`;
  await engine.addCredential(credentialName);
  const job = accepted(
    await engine.jobs.createJob(
      requests.map((host) => ({ ...host, credentialName })),
      context,
    ),
  );
  jobId = String(job.id);
  await end(Array.from({ length: 7 }, () => "Failed" as const));
  await engine.database.db.updateTable("host").set({ credential_id: null }).execute();
  expect(rejected(await retry(jobId)).detail).toMatch(/ And 2 more\.$/);
});

test("a job is exported a page at a time, in the API's words", async () => {
  await end(["Failed", "Complete"]);
  await engine.database.db
    .updateTable("host_scan_host")
    .set({ failure_reason: ActionFailureReason.AccessDenied })
    .where("job_id", "=", jobId)
    .where("position", "=", 0)
    .execute();
  const pages = await pagesOf(jobId.toUpperCase());
  expect(pages.map((page) => page.length)).toEqual([2, 1]);
  expect(pages.flat()).toMatchObject([
    {
      jobId,
      hostId: hostIds[0],
      dnsHostName: "a.local",
      port: 22,
      status: "Failed",
      failureReason: "AccessDenied",
    },
    { hostId: hostIds[1], status: "Complete", failureReason: "NoError", finishedAt: new Date(0) },
    { hostId: hostIds[2], status: "Queued", statusDescription: null, finishedAt: null },
  ]);
  expect(await pagesOf("nobody")).toEqual([]);
});
