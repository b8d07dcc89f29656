import { HostScanChangeKind, HostScanSection, HostScanSectionState } from "@hostscan/contract";
import type { Inventory } from "@hostscan/scanner";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inventory, partOf, scanInventory } from "../../test/scan-inventory.ts";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { claimHosts } from "../worker/claim-hosts.ts";
import { type EndedScan, finishScans } from "../worker/finish-scan.ts";
import { Results } from "../worker/results.ts";
import { type FoundSection, foundSections } from "./found-sections.ts";

const { Added, Removed, Altered } = HostScanChangeKind;
const { Collected, CutOff, Denied, Failed } = HostScanSectionState;

let engine: TestEngine;
let credentialId: string;
beforeAll(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
});
afterAll(() => engine[Symbol.asyncDispose]());
beforeEach(async () => {
  const { db } = engine.database;
  await sql`delete from host_scan_job`.execute(db);
  await sql`delete from host`.execute(db);
});

const scan = (found: Inventory) => scanInventory(engine, credentialId, found);
const rowsOf = (table: "host_section" | "host_entry") =>
  sql<{ version: string }>`select xmin::text as version, * from ${sql.table(table)} order by 2, 3`
    .execute(engine.database.db)
    .then(({ rows }) => rows);
const changes = async () => {
  const { items } = accepted(await engine.jobs.listChanges({ limit: 200 }, context));
  return items.map(({ section, kind, entryName, from, to }) => ({ section, kind, entryName, from, to }));
};
const users = (...entries: NonNullable<Inventory["users"]>["entries"]): Inventory => ({
  users: { state: "collected", entries },
});
const user = (name: string, more = {}) => ({ key: name, name, privilege: "LinuxUser" as const, ...more });
const states = async (hostId: string) =>
  accepted(await engine.jobs.getHost(hostId, context)).hostScanSection.map(({ section, state, entries }) => [
    section,
    state,
    entries,
  ]);

test("the first scan is no change, and one that finds the same again writes nothing of it", async () => {
  const { hostId } = await scan(inventory);
  expect(await changes()).toEqual([]);
  const before = [await rowsOf("host_section"), await rowsOf("host_entry")];
  const again = await scan(inventory);
  expect(again.sections).toEqual([]);
  expect([await rowsOf("host_section"), await rowsOf("host_entry")]).toEqual(before);
  expect(await states(hostId)).toEqual([
    [HostScanSection.Users, Collected, 2],
    [HostScanSection.Groups, Collected, 1],
    [HostScanSection.Services, Denied, 1],
    [HostScanSection.ScheduledTasks, Collected, 1],
    [HostScanSection.Features, Collected, 1],
  ]);
});

test("what was added, removed and altered is told with what it was and is, and by which job", async () => {
  await scan(users(user("alice"), user("bob", { shell: "/bin/sh" })));
  const { jobId, hostId } = await scan(users(user("bob", { shell: "/bin/bash" }), user("carol")));
  const ofUsers = { section: HostScanSection.Users };
  const privilege = 6;
  expect((await changes()).sort((a, b) => a.kind - b.kind)).toEqual([
    { ...ofUsers, kind: Added, entryName: "carol", from: null, to: { name: "carol", privilege } },
    { ...ofUsers, kind: Removed, entryName: "alice", from: { name: "alice", privilege }, to: null },
    {
      ...ofUsers,
      ...{ kind: Altered, entryName: "bob" },
      from: { name: "bob", privilege, shell: "/bin/sh" },
      to: { name: "bob", privilege, shell: "/bin/bash" },
    },
  ]);
  const { items } = accepted(await engine.jobs.listChanges({ limit: 1 }, context));
  expect(items).toMatchObject([{ hostScanJobId: jobId, hostId, dnsHostName: "web.local" }]);
  const entries = accepted(await engine.jobs.listEntries(hostId, "users", { limit: 9 }, context)).items;
  expect(entries.map(({ name, shell }) => [name, shell])).toEqual([
    ["bob", "/bin/bash"],
    ["carol", undefined],
  ]);
});

test("of what changes by itself the newest is kept, and it is no change", async () => {
  const { hostId } = await scan(
    users(user("alice", { lastLogonTimestamp: "2026-11-01T08:00:00Z" }), user("bob")),
  );
  const before = await rowsOf("host_entry");
  await scan(users(user("alice", { lastLogonTimestamp: "2026-11-02T08:00:00Z" }), user("bob")));
  expect(await rowsOf("host_entry")).toEqual(before);
  expect(await changes()).toEqual([]);
  const { items } = accepted(await engine.jobs.listEntries(hostId, "users", { limit: 9 }, context));
  expect(items.map(({ lastLogonTimestamp }) => lastLogonTimestamp)).toEqual([
    "2026-11-02T08:00:00Z",
    undefined,
  ]);
  await scan(users(user("alice"), user("bob")));
  expect((await rowsOf("host_section"))[0]).toMatchObject({ fleeting: null });
});

test("what a scan could not read stays as it was, and what changed meanwhile is told by the next that can", async () => {
  const { hostId } = await scan(users(user("alice")));
  await scan({ users: { state: "failed", message: "no answer", entries: [] } });
  expect(await states(hostId)).toEqual([[HostScanSection.Users, Failed, 1]]);
  expect(await changes()).toEqual([]);
  await scan(users(user("alice"), user("bob")));
  expect(await states(hostId)).toEqual([[HostScanSection.Users, Collected, 2]]);
  expect(await changes()).toMatchObject([{ kind: Added, entryName: "bob" }]);
});

test("a section that has failed from the first is shown so, without entries", async () => {
  const { hostId } = await scan({ users: { state: "failed", message: "no answer", entries: [] } });
  expect(accepted(await engine.jobs.getHost(hostId, context)).hostScanSection).toMatchObject([
    { state: Failed, stateDescription: "no answer", entries: 0 },
  ]);
  await scan(users(user("alice")));
  expect(await changes()).toEqual([]);
});

test("a scan that may read less, or more, than the one before tells no changes", async () => {
  const { hostId } = await scan(users(user("alice"), user("bob")));
  await scan({ users: { state: "denied", missing: ["/etc/shadow"], entries: [user("alice")] } });
  expect(await states(hostId)).toEqual([[HostScanSection.Users, Denied, 1]]);
  await scan(users(user("alice"), user("bob")));
  expect(await changes()).toEqual([]);
});

test("of a section that is cut off, only what was altered is a change", async () => {
  const cutOff = (...entries: ReturnType<typeof user>[]): Inventory => ({
    users: { state: "cutOff", entries },
  });
  const { hostId } = await scan(cutOff(user("alice"), user("bob")));
  await scan(cutOff(user("bob", { shell: "/bin/sh" }), user("carol")));
  expect(await changes()).toMatchObject([{ kind: Altered, entryName: "bob" }]);
  expect(await states(hostId)).toEqual([[HostScanSection.Users, CutOff, 2]]);
});

test("a section that was not read stays as it was", async () => {
  const { hostId } = await scan(inventory);
  await scan(partOf(inventory, "users"));
  await scan({});
  expect(await states(hostId)).toHaveLength(5);
});

test("entries and changes that are large are told in more pages, each of one at least", async () => {
  const members = (letter: string) =>
    Array.from({ length: 10_000 }, (_, i) => ({ kind: "user" as const, name: `${letter.repeat(150)}${i}` }));
  const groups = (letter: string): Inventory => ({
    groups: {
      state: "collected",
      entries: ["a", "b", "c", "d"].map((name) => ({ key: name, name, members: members(letter) })),
    },
  });
  await scan(groups("x"));
  const { hostId } = await scan(groups("y"));
  const pagesOf = async (
    list: (after: string | undefined) => Promise<{ items: readonly unknown[]; next?: string }>,
  ) => {
    const pages: number[] = [];
    let after: string | undefined;
    do {
      const { items, next } = await list(after);
      pages.push(items.length);
      after = next;
    } while (after !== undefined);
    return pages;
  };
  const page = (after: string | undefined) => ({ limit: 50, ...(after !== undefined && { after }) });
  const entries = await pagesOf(async (after) =>
    accepted(await engine.jobs.listEntries(hostId, "groups", page(after), context)),
  );
  expect(entries).toEqual([3, 1]);
  const changed = await pagesOf(async (after) =>
    accepted(await engine.jobs.listChanges(page(after), context)),
  );
  expect(changed).toEqual([2, 2]);
});

test("changes of one scan, which are of one moment, are each told once", async () => {
  await scan(users());
  await scan(users(user("alice"), user("bob"), user("carol")));
  const names: unknown[] = [];
  let after: string | undefined;
  do {
    const { items, next } = accepted(
      await engine.jobs.listChanges({ limit: 1, ...(after !== undefined && { after }) }, context),
    );
    names.push(...items.map(({ entryName }) => entryName));
    after = next;
  } while (after !== undefined);
  expect(names.toSorted()).toEqual(["alice", "bob", "carol"]);
});

test("of users whose names differ by letter case alone, none hides another", async () => {
  await scan(users(user("Backup", { unixId: 34 }), user("backup", { unixId: 0, privilege: "SuperUser" })));
  const shown = async (filter: object) =>
    accepted(await engine.jobs.listAccounts({ limit: 9, ...filter }, context)).items.map(
      ({ hostScanUser }) => hostScanUser?.unixId,
    );
  expect(await shown({ name: "backup" })).toEqual([0]);
  expect(await shown({ unixId: 34 })).toEqual([34]);
  expect(await shown({ unixId: 0 })).toEqual([0]);
});

test("a section that another scan has written meanwhile is not mixed with what was known before", async () => {
  await scan(users(user("alice", { lastLogonTimestamp: "2026-11-01T08:00:00Z" })));
  const claimed = await claim("web.local");
  const { db } = engine.database;
  await sql`update host_section set digest = 'of another', mark = 'of another', entries = 7`.execute(db);
  const found = users(user("alice", { lastLogonTimestamp: "2026-11-02T08:00:00Z" }));
  await finishScans(db, engine.queue, [await ended(claimed, found)], "wait");
  expect((await rowsOf("host_section"))[0]).toMatchObject({ digest: "", mark: "", entries: 7 });
  const { sections } = await scan(found);
  expect(sections.map(({ entries }) => entries?.length)).toEqual([1]);
});

test("a host that makes up entries fills no table", async () => {
  const many = (from: number) =>
    users(...Array.from({ length: 1_500 }, (_, i) => user(`u${`${from + i}`.padStart(6, "0")}`)));
  await scan(many(0));
  await scan(many(5_000));
  const { rows } = await sql<{ count: number }>`select count(*)::int from inventory_change`.execute(
    engine.database.db,
  );
  expect(rows).toEqual([{ count: 1_000 }]);
});

test("a scan of a host that was moved meanwhile says nothing of its inventory", async () => {
  const { hostId } = await scan(users(user("alice")));
  await sql`update host set ip_address = '10.9.9.9'`.execute(engine.database.db);
  const scans = await claim("web.local");
  await sql`update host set ip_address = '10.8.8.8'`.execute(engine.database.db);
  await finishScans(engine.database.db, engine.queue, [await ended(scans, users(user("bob")))], "wait");
  expect(accepted(await engine.jobs.listEntries(hostId, "users", { limit: 9 }, context)).items).toMatchObject(
    [{ name: "alice" }],
  );
});

async function claim(dnsHostName: string) {
  accepted(await engine.jobs.createJob([{ dnsHostName, credentialId }], context));
  const { claimed } = await claimHosts(engine.database.db, engine.queue, await engine.queue.fetch(1));
  return claimed[0] ?? expect.fail("not claimed");
}

const facts = { name: "web", os: "Debian", version: "12", ipAddress: "10.0.0.1" };

async function ended(
  claimed: Awaited<ReturnType<typeof claim>>,
  found: Inventory,
  change: (section: FoundSection) => FoundSection = (section) => section,
): Promise<EndedScan> {
  const sections = (await foundSections(found, claimed.knownSections ?? [], "web")).map(change);
  return {
    claim: claimed,
    scanEnd: { kind: "complete", facts, keys: [], pins: [], description: null, sections },
  };
}

test("a section that cannot be kept spoils neither its scan, nor its neighbours, nor other scans", async () => {
  const { db } = engine.database;
  const claims = [await claim("bad.local"), await claim("good.local")] as const;
  const isBad = ({ section }: FoundSection) => section === HostScanSection.Users;
  const bad = await ended(claims[0], inventory, (section) =>
    isBad(section) ? { ...section, entries: [{ key: "a\0b", name: "a", data: { name: "a" } }] } : section,
  );
  const good = await ended(claims[1], inventory);
  const results = new Results({ db, queue: engine.queue, log: engine.lines.log, observer: undefined });
  expect(await Promise.all([results.write(bad), results.write(good)])).toEqual([true, true]);
  const others = (await states(claims[1].hostId)).slice(1);
  expect(others).toHaveLength(4);
  expect(await states(claims[0].hostId)).toEqual([[HostScanSection.Users, Failed, 0], ...others]);
  expect(await states(claims[1].hostId)).toEqual([[HostScanSection.Users, Collected, 2], ...others]);
  expect(engine.lines.of("section of an inventory not kept")).toHaveLength(1);
  // The next scan is held against nothing, and is kept.
  await scanInventory(engine, credentialId, inventory, { dnsHostName: "bad.local" });
  expect(await states(claims[0].hostId)).toEqual([[HostScanSection.Users, Collected, 2], ...others]);
});

test("a result with many entries is written by itself, and so is one whose attempt is over refused", async () => {
  const { db } = engine.database;
  const late = await claim("late.local");
  await sql`update host_scan_host set attempt = attempt + 1`.execute(db);
  const large = users(...Array.from({ length: 1_001 }, (_, i) => user(`u${i}`)));
  const results = new Results({ db, queue: engine.queue, log: engine.lines.log, observer: undefined });
  expect(await results.write(await ended(late, large))).toBe(false);
  expect(await rowsOf("host_entry")).toEqual([]);
});
