import { ActionStatus } from "@hostscan/contract";
import { readAudit } from "@hostscan/database";
import { testActor } from "@hostscan/database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accepted, context, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { removeHosts } from "./remove-hosts.ts";
import { removeExpired } from "./retention.ts";

let engine: TestEngine;
let credentialId: string;
beforeAll(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
});
afterAll(() => engine[Symbol.asyncDispose]());
beforeEach(async () => {
  await sql`delete from host_scan_job`.execute(engine.database.db);
  await sql`delete from host`.execute(engine.database.db);
});

const remove = (called: readonly string[], withHistory = false) =>
  removeHosts(engine.database.db, testActor, { called, withHistory });
const scan = async (...names: string[]) => {
  const requests = names.map((dnsHostName) => ({ dnsHostName, credentialId }));
  return accepted(await engine.jobs.createJob(requests, context));
};
const endAll = () =>
  sql`update host_scan_host set status = ${ActionStatus.Complete}, finished_at = now()`.execute(
    engine.database.db,
  );
const known = async () => {
  const rows = await engine.database.db.selectFrom("host").select("identity").orderBy("identity").execute();
  return rows.map(({ identity }) => identity);
};
const idOf = async (identity: string) =>
  (
    await engine.database.db
      .selectFrom("host")
      .select("id")
      .where("identity", "=", identity)
      .executeTakeFirstOrThrow()
  ).id;
const lines = () => readAudit(engine.database.db, { limit: 1_000, action: "host.remove" });

test("a host goes with its history and the keys that are trusted of it, and a line of the audit log tells", async () => {
  await scan("gone.example");
  await endAll();
  const id = await idOf("gone.example:22");
  await engine.database.db
    .insertInto("trust_record")
    .values({ host_id: id, protocol: "ssh", pinned_thumbprint: "SHA256:x" })
    .execute();
  expect(accepted(await remove(["GONE.example"], true))).toEqual([
    { id, identity: "gone.example:22", scans: 1 },
  ]);
  expect(await known()).toEqual([]);
  expect(await engine.database.db.selectFrom("trust_record").selectAll().execute()).toEqual([]);
  expect((await lines()).at(-1)).toMatchObject({
    actor: testActor.name,
    objectKind: "host",
    objectId: id,
    details: { identity: "gone.example:22", scans: 1 },
  });
});

test("a job keeps its other hosts in their order, and one that is left without any goes", async () => {
  const shared = await scan("a.example", "b.example", "c.example");
  const alone = await scan("b.example");
  await endAll();
  accepted(await remove(["b.example:22"], true));
  const job = accepted(await engine.jobs.getJob(`${shared.id}`, context));
  expect(job.hostScanHostStatus?.map(({ dnsHostName }) => dnsHostName)).toEqual(["a.example", "c.example"]);
  expect(rejected(await engine.jobs.getJob(`${alone.id}`, context))).toMatchObject({ kind: "not-found" });
  const listed = accepted(await engine.jobs.listJobs({ limit: 10 }, context));
  expect(listed.jobs.map(({ id }) => id)).toEqual([shared.id]);
});

test.each([
  ["has jobs that have not ended", true],
  ["has jobs that have not ended", false],
])(
  "a host that %s stays (with its history: %s), and so do the others that were named",
  async (text, history) => {
    await scan("free.example");
    await endAll();
    await scan("busy.example");
    const refused = rejected(await remove(["free.example", "busy.example"], history));
    expect(refused).toMatchObject({
      kind: "conflict",
      detail: expect.stringMatching(history ? text : /has 1 scan in its history: --with-history/),
    });
    expect(rejected(await remove(["busy.example"], history)).detail).toContain(text);
    expect(await known()).toEqual(["busy.example:22", "free.example:22"]);
  },
);

test("a host that nobody has, and a name that several have, are told", async () => {
  await scan("one.example", "two.example");
  await endAll();
  await sql`update host set name = 'twin'`.execute(engine.database.db);
  expect(rejected(await remove(["none.example"]))).toMatchObject({ kind: "not-found" });
  expect(rejected(await remove(["twin"], true)).detail).toMatch(
    /^Several hosts are called twin: one\.example:22 \(.*\), two\.example:22 \(.*\)\./,
  );
  accepted(await remove([await idOf("one.example:22")], true));
  expect(accepted(await remove(["twin", "two.example"], true))).toHaveLength(1);
});

test("a scan that is scheduled while its host is removed is refused, and nothing breaks", async () => {
  await scan("raced.example");
  await endAll();
  const id = await idOf("raced.example:22");
  const [removed, scheduled] = await Promise.all([remove([id], true), engine.jobs.scanHosts([id], context)]);
  if (removed.ok) expect(rejected(scheduled)).toMatchObject({ kind: "invalid" });
  else expect(removed.rejection.detail).toContain("have not ended");
  expect(await known()).toHaveLength(removed.ok ? 0 : 1);
});

test("hosts that two operators remove at once, named in another order by each, go once", async () => {
  await scan("first.example", "second.example");
  await endAll();
  const names = ["first.example", "second.example"];
  let removals: readonly ReturnType<typeof remove>[] = [];
  await engine.database.db.transaction().execute(async (trx) => {
    await sql`select from host order by identity for update`.execute(trx);
    removals = [remove(names, true), remove(names.toReversed(), true)];
    // Asked outside: a transaction sees the statistics as they were when it first asked.
    const waiting = async () =>
      (
        await sql`
          select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
          engine.database.db,
        )
      ).rows.length;
    await expect.poll(waiting).toBe(2);
  });
  const outcomes = await Promise.all(removals);
  const [refused, ...more] = outcomes.flatMap((one) => (one.ok ? [] : [one.rejection.detail]));
  expect([refused, ...more]).toEqual([expect.stringMatching(/was removed meanwhile/)]);
  expect(await known()).toEqual([]);
});

const retention = { jobDays: 0, auditDays: 0, hostDays: 30 };
const expire = (given = retention) => removeExpired(engine.database.db, given, new AbortController().signal);
const age = (days: number) =>
  sql`update host set created_at = now() - ${days} * interval '1 day', updated_at = now() - ${days} * interval '1 day'`.execute(
    engine.database.db,
  );

test("a host without jobs goes when nobody has named or scanned it for long, and one line tells of all", async () => {
  await scan("old.example", "scanned.example", "kept.example");
  await scan("kept.example");
  await sql`delete from host_scan_host where position > 0 or host_id <> (
    select id from host where identity = 'kept.example:22')`.execute(engine.database.db);
  await age(31);
  await sql`update host set last_scanned_at = now() - interval '29 days' where identity = 'scanned.example:22'`.execute(
    engine.database.db,
  );
  expect(await expire({ ...retention, hostDays: 0 })).toMatchObject({ hosts: 0 });
  expect(await expire()).toMatchObject({ hosts: 1 });
  expect(await known()).toEqual(["kept.example:22", "scanned.example:22"]);
  expect((await lines()).at(-1)).toMatchObject({
    actorKind: "worker",
    details: { days: 30, identities: ["old.example:22"] },
  });
});

test("keys and tokens that are over go with the audit log's lines of then", async () => {
  const { db } = engine.database;
  const [long, recent] = [new Date(0), new Date()];
  const later = new Date(Date.now() + 86_400_000);
  const key = (prefix: string, expires_at: Date, revoked_at: Date | null) => ({
    ...{ id: crypto.randomUUID(), name: prefix, prefix, digest: Buffer.alloc(32), expires_at, revoked_at },
  });
  await db
    .insertInto("application_key")
    .values([
      key("expired", long, null),
      key("revoked", later, long),
      key("just-revoked", later, recent),
      key("good", later, null),
    ])
    .execute();
  const token = { id: crypto.randomUUID(), name: "t", role: "App", expires_at: long };
  await db.insertInto("access_token").values(token).execute();
  expect(await expire({ ...retention, auditDays: 30 })).toMatchObject({ tokens: 3 });
  const left = await db.selectFrom("application_key").select("prefix").orderBy("prefix").execute();
  expect(left.map(({ prefix }) => prefix)).toEqual(["good", "just-revoked"]);
});
