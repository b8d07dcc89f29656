import { ActionStatus } from "@hostscan/contract";
import { openDatabase } from "@hostscan/database";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { queueEntries } from "../../test/queue-entries.ts";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { ADMINS } from "../logins/party.ts";
import { type ClaimedHost, claimHosts } from "./claim-hosts.ts";
import { Results } from "./results.ts";
import type { ScanEnd } from "./scan-end.ts";
import { loginOf } from "./scan-login.ts";

const { Queued, Running, Complete } = ActionStatus;
const NAMES = ["a.local", "b.local", "c.local", "d.local"];

let engine: TestEngine;
let jobId: string;
let claims: readonly ClaimedHost[];
let results: Results;
beforeEach(async () => {
  engine = await startEngine();
  const credentialId = await engine.addCredential("linux");
  const requests = NAMES.map((dnsHostName) => ({ dnsHostName, credentialId }));
  ({ id: jobId = "" } = accepted(await engine.jobs.createJob(requests, context)));
  const { db } = engine.database;
  ({ claimed: claims } = await claimHosts(db, engine.queue, await engine.queue.fetch(NAMES.length)));
  results = new Results({ db, queue: engine.queue, log: engine.lines.log });
});
afterEach(() => engine[Symbol.asyncDispose]());

const complete = (name: string): ScanEnd => {
  const facts = { name, os: "Debian", version: "12", ipAddress: "10.0.0.1" };
  const keys = [{ protocol: "ssh", thumbprint: `SHA256:${name}`, algorithm: "ssh-ed25519" }] as const;
  return { kind: "complete", facts, keys, pins: keys, description: null };
};
const writeAll = (scanEndOf = ({ dns_host_name }: ClaimedHost) => complete(dns_host_name ?? "")) =>
  Promise.all(claims.map((claim) => results.write({ claim, scanEnd: scanEndOf(claim) })));
const rows = () => engine.database.db.selectFrom("host_scan_host").selectAll().orderBy("position").execute();
const statuses = async () => (await rows()).map(({ status }) => status);
/** Transactions that have written to the table of scans. */
const writers = async () => {
  const { rows: found } = await sql<{ count: number }>`
    select count(distinct xmin::text)::integer as count from host_scan_host`.execute(engine.database.db);
  return found[0]?.count;
};

test("results that come together are written in one transaction, each to its own host", async () => {
  expect(await writeAll()).toEqual([true, true, true, true]);
  expect(await writers()).toBe(1);
  expect(await rows()).toMatchObject(NAMES.map((name) => ({ status: Complete, name, os: "Debian" })));
  const { rows: pinned } = await sql<object>`
    select host.name, record.pinned_thumbprint, record.accepted_by from trust_record as record
    join host on host.id = record.host_id order by host.name`.execute(engine.database.db);
  expect(pinned).toEqual(
    NAMES.map((name) => ({ name, pinned_thumbprint: `SHA256:${name}`, accepted_by: jobId })),
  );
  expect(await queueEntries(engine.database)).toEqual([]);
});

test("of results that come together, each counts only for the current attempt", async () => {
  const late = claims[1] ?? expect.fail("not claimed");
  await claimHosts(engine.database.db, engine.queue, [late.hostScanHostId]);
  expect(await writeAll()).toEqual([true, false, true, true]);
  expect(await statuses()).toEqual([Complete, Running, Complete, Complete]);
  expect(await queueEntries(engine.database)).toEqual([late.hostScanHostId]);
});

test("two results of one row, of two attempts: only the current one is written", async () => {
  const [first] = claims;
  const { claimed } = await claimHosts(engine.database.db, engine.queue, [first?.hostScanHostId ?? ""]);
  claims = [first, claimed[0]].flatMap((claim) => claim ?? []);
  expect(await writeAll(({ attempt }) => complete(`attempt ${attempt}`))).toEqual([false, true]);
  expect((await rows())[0]).toMatchObject({ status: Complete, name: "attempt 2" });
});

test("a poisoned result fails alone", async () => {
  const written = await Promise.allSettled(
    claims.map((claim, index) =>
      results.write({ claim, scanEnd: complete(index === 2 ? "\0" : `host ${index}`) }),
    ),
  );
  expect(written.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect(await statuses()).toEqual([Complete, Complete, Running, Complete]);
  expect(engine.lines.of("results not written together")).toHaveLength(1);
});

test("half a character from a host is no poison", async () => {
  expect(await writeAll(() => complete("half \ud83d"))).toEqual([true, true, true, true]);
  expect(await writers()).toBe(1);
  expect((await rows())[0]).toMatchObject({ name: "half \ufffd" });
});

test.each([
  ["its row", "host_scan_host", "hostScanHostId"],
  ["its host", "host", "hostId"],
] as const)("a result that has to wait for %s holds up no other one", async (_, table, id) => {
  const held = claims[0] ?? expect.fail("not claimed");
  let pending: Promise<boolean> | undefined;
  await engine.database.db.transaction().execute(async (trx) => {
    await sql`select from ${sql.table(table)} where id = ${held[id]} for update`.execute(trx);
    const [first, ...others] = claims.map((claim) => results.write({ claim, scanEnd: complete("host") }));
    pending = first;
    expect(await Promise.all(others)).toEqual([true, true, true]);
    expect(await statuses()).toEqual([Running, Complete, Complete, Complete]);
  });
  expect(await pending).toBe(true);
  expect((await rows())[0]).toMatchObject({ status: Complete });
});

test("a result that is cancelled meanwhile is refused, and those beside it are written", async () => {
  const { db } = engine.database;
  const cancelled = claims[3]?.hostScanHostId ?? "";
  await db.updateTable("host_scan_host").set({ status: 4, attempt: 2 }).where("id", "=", cancelled).execute();
  expect(await writeAll()).toEqual([true, true, true, false]);
});

test("different ends go together: given back, to be tried again, to wait", async () => {
  const ends: readonly ScanEnd[] = [
    complete("host"),
    { kind: "retry", delaySeconds: 0 },
    { kind: "give-back", because: "lease-lost" },
    { kind: "wait", waitsFor: "", description: "Queued: wait." },
  ];
  expect(await writeAll(({ position }) => ends[position] ?? expect.fail("no end"))).toEqual(
    Array(4).fill(true),
  );
  expect(await writers()).toBe(1);
  expect(await rows()).toMatchObject([
    { status: Complete, tries: 0, losses: 0, give_backs: 0, waits_for: null, finished_at: expect.any(Date) },
    { status: Queued, tries: 1, losses: 0, give_backs: 0, waits_for: null, finished_at: null },
    { status: Queued, tries: 0, losses: 1, give_backs: 1, waits_for: null, finished_at: null },
    {
      status: Queued,
      tries: 0,
      waits_for: "",
      status_description: "Queued: wait.",
      waiting_since: expect.any(Date),
    },
  ]);
  expect((await queueEntries(engine.database)).sort()).toEqual(
    claims
      .slice(1, 3)
      .map((claim) => claim.hostScanHostId)
      .sort(),
  );
});

const credentialRow = () => engine.database.db.selectFrom("credential").selectAll().executeTakeFirstOrThrow();
const parties = () => engine.database.db.selectFrom("login_party").select(["party", "proven"]).execute();

test.each([
  ["its owner's", "app:portal", false],
  ["an Admin's", ADMINS, true],
])(
  "logins that were let in together prove their credential, one of them to %s hosts",
  async (_, party, proven) => {
    const written = claims.map((claim, index) => {
      const login = {
        ...(loginOf(claim) ?? expect.fail("no login")),
        party: index === 0 ? party : "app:other",
      };
      const answered = { login, answer: { accepted: true, agoMs: 0 }, knownByKey: false } as const;
      return results.write({ claim, scanEnd: complete("host"), answered });
    });
    expect(await Promise.all(written)).toEqual([true, true, true, true]);
    expect(await writers()).toBe(1);
    expect(await credentialRow()).toMatchObject({ proven, denials: 0 });
    const known = [{ party: "app:other", proven: true }, ...(proven ? [] : [{ party, proven: true }])];
    expect((await parties()).sort((a, b) => a.party.localeCompare(b.party))).toEqual(known);
  },
);

test("a refused login is written by itself, and counts", async () => {
  const written = claims.map((claim, index) => {
    const login = loginOf(claim) ?? expect.fail("no login");
    const answer = index === 0 ? ({ accepted: false, by: "host", denials: 3 } as const) : undefined;
    const scanEnd: ScanEnd = { kind: "failed", reason: 3, keys: [], description: "Failed: refused." };
    return results.write({ claim, scanEnd, answered: answer && { login, answer, knownByKey: false } });
  });
  expect(await Promise.all(written)).toEqual([true, true, true, true]);
  expect(await writers()).toBe(2);
  expect(await credentialRow()).toMatchObject({ denials: 1 });
});

test("while the database is out of reach, none of them is written, and each is told", async () => {
  const { db } = openDatabase({
    connectionString: "postgresql://nobody@127.0.0.1:1/none",
    onIdleError: () => undefined,
  });
  results = new Results({ db, queue: engine.queue, log: engine.lines.log });
  const written = await Promise.allSettled(
    claims.map((claim) => results.write({ claim, scanEnd: complete("host") })),
  );
  expect(new Set(written.map(({ status }) => status))).toEqual(new Set(["rejected"]));
  expect(engine.lines.of("results not written together")).toEqual([]);
  expect(await statuses()).toEqual([Running, Running, Running, Running]);
});
