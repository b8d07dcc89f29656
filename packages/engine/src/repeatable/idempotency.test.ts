import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accepted, context, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { removeExpiredKeys } from "./idempotency.ts";

let engine: TestEngine;
let credentialId: string;
beforeAll(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
});
afterAll(() => engine[Symbol.asyncDispose]());
beforeEach(() => engine.database.db.deleteFrom("idempotency").execute());

const countJobs = async () =>
  (await engine.database.db.selectFrom("host_scan_job").select("id").execute()).length;
const under = (idempotencyKey: string) => ({ ...context, idempotencyKey });
const scan = (dnsHostName: string, key: string) =>
  engine.jobs.createJob([{ dnsHostName, credentialId }], under(key));
const age = (interval: string) =>
  sql`update idempotency set created_at = created_at - ${interval}::interval`.execute(engine.database.db);

test("a call repeated under its key gets the same answer and schedules nothing", async () => {
  const first = accepted(await scan("a.local", "k"));
  const before = await countJobs();
  expect(accepted(await scan("a.local", "k"))).toEqual(first);
  expect(await countJobs()).toBe(before);
});

test("a key used for other content is a conflict", async () => {
  accepted(await scan("a.local", "k"));
  const before = await countJobs();
  expect(rejected(await scan("b.local", "k"))).toEqual({
    kind: "conflict",
    detail: "The Idempotency-Key was used before, for other content.",
  });
  expect(await countJobs()).toBe(before);
});

test("calls under one key at once schedule one job and get the same answer", async () => {
  const before = await countJobs();
  const jobs = await Promise.all(Array.from({ length: 8 }, () => scan("a.local", "k")));
  const [first, ...others] = jobs.map(accepted);
  for (const other of others) expect(other).toEqual(first);
  expect(await countJobs()).toBe(before + 1);
});

test("every operation keeps its answer: an array, too", async () => {
  const [host] = accepted(await scan("a.local", "k")).hostScanHostStatus ?? [];
  const id = host?.hostId ?? "";
  const first = accepted(await engine.jobs.scanHosts([id], under("k")));
  expect(accepted(await engine.jobs.scanHosts([id.toUpperCase()], under("k")))).toEqual(first);
  const one = accepted(await engine.jobs.scanHost(id, under("k")));
  expect(accepted(await engine.jobs.scanHost(id, under("k")))).toEqual(one);
  const unit = accepted(await engine.jobs.scanOrganizationalUnit(credentialId, ["b.local"], under("k")));
  expect(accepted(await engine.jobs.scanOrganizationalUnit(credentialId, ["b.local"], under("k")))).toEqual(
    unit,
  );
});

test("callers do not see each other's keys", async () => {
  const first = accepted(await scan("a.local", "k"));
  const caller = { ...context.caller, subject: "subject-2" };
  const other = await engine.jobs.createJob([{ dnsHostName: "a.local", credentialId }], {
    ...under("k"),
    caller,
  });
  expect(accepted(other).id).not.toBe(first.id);
});

test("a renewed key of an application finds what an earlier one was answered, also from before names counted", async () => {
  const call = (subject: string, name: string, dnsHostName = "a.local") =>
    engine.jobs.createJob([{ dnsHostName, credentialId }], {
      ...under("renewed"),
      caller: { subject, name, role: "App", identity: `app:${name}` },
    });
  const first = accepted(await call("key-1", "portal"));
  expect(accepted(await call("key-2", "portal"))).toEqual(first);
  expect(rejected(await call("key-2", "portal", "b.local"))).toMatchObject({ kind: "conflict" });
  expect(accepted(await call("key-3", "other")).id).not.toBe(first.id);
  await engine.database.db
    .updateTable("idempotency")
    .set({ subject: "key-1" })
    .where("subject", "=", "app:portal")
    .execute();
  expect(accepted(await call("key-1", "portal"))).toEqual(first);
});

test("a rejected call leaves its key free", async () => {
  rejected(await scan("not a name", "k"));
  accepted(await scan("a.local", "k"));
});

test("a key is free again after 24 hours", async () => {
  const first = accepted(await scan("a.local", "k"));
  await age("23 hours 59 minutes");
  expect(accepted(await scan("a.local", "k")).id).toBe(first.id);
  await age("1 minute");
  const second = accepted(await scan("b.local", "k"));
  expect(second.id).not.toBe(first.id);
  expect(accepted(await scan("b.local", "k")).id).toBe(second.id);
});

test("expired keys are removed, others are kept", async () => {
  await scan("a.local", "old");
  await age("24 hours");
  await scan("a.local", "new");
  expect(await removeExpiredKeys(engine.database.db)).toBe(1);
  expect(await engine.database.db.selectFrom("idempotency").select("key").execute()).toEqual([
    { key: "new" },
  ]);
});
