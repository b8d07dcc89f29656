import {
  ActionStatus,
  HostScanChangeKind,
  HostScanSection,
  ServiceStartType,
  UserPrivilege,
} from "@hostscan/contract";
import type { AccountFilter, HostFilter, SchedulingContext } from "@hostscan/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inventory, partOf, scanInventory } from "../../test/scan-inventory.ts";
import { accepted, context, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { createHostScanJobs } from "../jobs/service.ts";

let engine: TestEngine;
let credentialId: string;
let otherCredential: string;
let web: string;
let db: string;
let queued: string;
const mine = { ...context, caller: { ...context.caller, identity: "app:mine" } };
const theirs = { ...context, caller: { ...context.caller, identity: "app:theirs" } };
beforeAll(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
  otherCredential = await engine.addCredential("other");
  const options = { as: mine };
  web = (await scanInventory(engine, credentialId, inventory, options)).hostId;
  const plain = partOf(inventory, "users", "software");
  db = (await scanInventory(engine, credentialId, plain, { ...options, dnsHostName: "db.local" })).hostId;
  const renewed = {
    state: "collected",
    entries: [{ key: "nginx", name: "nginx", source: "dpkg", version: "2" }],
  } as const;
  await scanInventory(engine, credentialId, { software: renewed }, options);
  await scanInventory(engine, credentialId, { software: renewed }, { ...options, dnsHostName: "db.local" });
  const request = {
    ipAddress: "192.0.2.7",
    credentialId: otherCredential,
    source: "cmdb",
    trustedThumbprint: `SHA256:${"k".repeat(43)}`,
  };
  const job = accepted(await engine.jobs.createJob([request], theirs));
  queued = job.hostScanHostStatus?.[0]?.hostId ?? "";
});
afterAll(() => engine[Symbol.asyncDispose]());

const hostsBy = async (filter: HostFilter, as: SchedulingContext = context) =>
  accepted(await engine.jobs.listHosts({ limit: 50, ...filter }, as)).items.map(({ id }) => id);

test.each<[HostFilter, () => string[]]>([
  [{}, () => [web, db, queued]],
  [{ name: "WEB*" }, () => [web, db]],
  [{ name: "w?b.local" }, () => [web]],
  [{ name: "10.0.0.1" }, () => [web, db]],
  [{ name: "192.0.2.7" }, () => [queued]],
  [{ name: "100%" }, () => []],
  [{ os: "deb*" }, () => [web, db]],
  [{ status: ActionStatus.Complete }, () => [web, db]],
  [{ status: ActionStatus.Queued }, () => [queued]],
  [{ scannedSince: "2026-01-01T00:00:00+01:00" }, () => [web, db]],
  [{ scannedSince: "2999-01-01T00:00:00Z" }, () => []],
  [{ source: "cmdb" }, () => [queued]],
  [{ source: "cmdb", os: "Debian" }, () => []],
])("hosts that fit %j", async (filter, expected) => {
  expect(await hostsBy(filter)).toEqual(expected().sort());
});

test("hosts of a credential, in whatever case it is written", async () => {
  expect(await hostsBy({ credentialId: otherCredential.toUpperCase() })).toEqual([queued]);
});

test("pages of hosts lead on to the last one, which says so", async () => {
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = accepted(
      await engine.jobs.listHosts({ limit: 1, ...(after !== undefined && { after }) }, context),
    );
    seen.push(...page.items.map(({ id }) => id));
    after = page.next;
  } while (after !== undefined);
  expect(seen).toEqual([web, db, queued].sort());
});

test("a host is shown with its trust, and with how far its inventory was read", async () => {
  expect(accepted(await engine.jobs.getHost(queued.toUpperCase(), context))).toEqual({
    ...{ id: queued, hostId: queued, name: null, dnsHostName: null, ipAddress: "192.0.2.7", sshPort: 22 },
    ...{ os: null, version: null, platformName: null, credentialId: otherCredential, source: "cmdb" },
    ...{ status: ActionStatus.Queued, lastScanTimeUtc: null, sshTrustActionType: null },
    ...{ acceptThumbprintOnFirstDiscovery: null, certificateType: null, hostScanSection: [] },
    hostScanTrust: [
      {
        ...{ certificateType: 2, trustedThumbprint: `SHA256:${"k".repeat(43)}` },
        ...{ discoveredThumbprint: null, lastSeenTimeUtc: null },
      },
    ],
  });
  const host = accepted(await engine.jobs.getHost(web, context));
  expect(host).toMatchObject({
    name: "web",
    ipAddress: "10.0.0.1",
    lastScanTimeUtc: expect.stringMatching(/^2.*Z$/),
  });
  expect(host.hostScanSection[2]).toEqual({
    ...{ section: HostScanSection.Services, state: 2, stateDescription: "/etc/systemd/private", entries: 1 },
    changedTimeUtc: expect.stringMatching(/Z$/),
  });
  expect(rejected(await engine.jobs.getHost(otherCredential, context))).toMatchObject({ kind: "not-found" });
});

test("the entries of each section are shown as the API names them", async () => {
  const page = { limit: 9 };
  const list = async (
    ...[section]: Parameters<typeof engine.jobs.listEntries> extends [string, infer S, ...unknown[]]
      ? [S]
      : never
  ) => accepted(await engine.jobs.listEntries(web, section, page, context)).items;
  const of = { id: expect.stringMatching(/^[-0-9a-f]{36}$/), hostId: web };
  expect(await list("users")).toEqual([
    {
      ...of,
      name: "root",
      unixId: 0,
      privilege: UserPrivilege.SuperUser,
      lastLogonTimestamp: "2026-11-01T08:00:00Z",
    },
    {
      ...{
        ...of,
        name: "www",
        unixId: 33,
        privilege: UserPrivilege.LinuxUser,
        shell: "/bin/sh",
        isDisabled: false,
      },
      authorizedKeys: [{ type: "ssh-ed25519", thumbprint: "SHA256:k", comment: "a@b" }],
    },
  ]);
  expect(await list("groups")).toEqual([
    { ...of, name: "www", unixId: 33, members: [{ kind: "user", name: "www" }] },
  ]);
  expect(await list("services")).toEqual([
    {
      ...{ ...of, name: "nginx", source: "systemd", startType: ServiceStartType.Automatic, state: "running" },
      userName: "www",
    },
  ]);
  expect(await list("scheduledTasks")).toEqual([
    {
      ...{ ...of, name: "report", source: "cron.d", userName: "EXAMPLE\\Reporter", isEnabled: true },
      nextRunTimeUtc: "2026-11-02T08:00:00Z",
      scheduledTaskTriggers: [{ enabled: true, schedule: "0 3 * * *" }],
      scheduledTaskActions: [{ execute: "/bin/report", arguments: "--all", workingDirectory: "/tmp" }],
    },
  ]);
  expect(await list("features")).toEqual([{ ...of, name: "nginx", source: "dpkg", version: "2" }]);
});

test("entries are paged by a cursor of their section", async () => {
  const first = accepted(await engine.jobs.listEntries(web, "users", { limit: 1 }, context));
  const after = first.next ?? expect.fail("no next page");
  const second = accepted(await engine.jobs.listEntries(web, "users", { limit: 1, after }, context));
  expect(second).toEqual({ items: [expect.objectContaining({ name: "www" })] });
  const foreign = { kind: "invalid", errors: [{ path: "after", message: "is not a cursor of this list" }] };
  expect(rejected(await engine.jobs.listEntries(web, "groups", { limit: 1, after }, context))).toMatchObject(
    foreign,
  );
  expect(rejected(await engine.jobs.listHosts({ limit: 1, after }, context))).toMatchObject(foreign);
  expect(rejected(await engine.jobs.listAccounts({ limit: 1, after }, context))).toMatchObject(foreign);
  expect(rejected(await engine.jobs.listChanges({ limit: 1, after }, context))).toMatchObject(foreign);
  expect(
    rejected(await engine.jobs.listEntries(otherCredential, "users", { limit: 1 }, context)),
  ).toMatchObject({ kind: "not-found" });
});

const accounts = async (filter: AccountFilter) =>
  accepted(await engine.jobs.listAccounts({ limit: 50, ...filter }, context)).items.map(
    ({ userName, hostId, services, scheduledTasks, hostScanUser }) => ({
      ...{ userName, hostId, services, scheduledTasks, user: hostScanUser?.name ?? null },
    }),
  );
const none = { services: [], scheduledTasks: [] };

test("an account is found over all hosts, with what runs as it", async () => {
  const found = [
    { userName: "www", hostId: web, services: ["nginx"], scheduledTasks: [], user: "www" },
    { userName: "www", hostId: db, ...none, user: "www" },
  ].sort((a, b) => (a.hostId < b.hostId ? -1 : 1));
  expect(await accounts({ name: "WWW" })).toEqual(found);
  expect(await accounts({ unixId: 33 })).toEqual(found);
  expect(await accounts({ name: "www", unixId: 0 })).toEqual([]);
  expect(await accounts({ sid: "S-1-5-18" })).toEqual([]);
  expect(await accounts({ sid: "33", unixId: 33 })).toEqual([]);
});

test("an account of a domain is found by what runs as it, with its domain or without", async () => {
  const found = [
    { userName: "example\\reporter", hostId: web, services: [], scheduledTasks: ["report"], user: null },
  ];
  expect(await accounts({ name: "reporter" })).toEqual(found);
  expect(await accounts({ name: "Example\\Reporter" })).toEqual(found);
  expect(await accounts({ name: "other\\reporter" })).toEqual([]);
});

test("all accounts are paged, each once for each host", async () => {
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = accepted(
      await engine.jobs.listAccounts({ limit: 2, ...(after !== undefined && { after }) }, context),
    );
    seen.push(...page.items.map(({ userName, hostId }) => `${userName} ${hostId}`));
    after = page.next;
  } while (after !== undefined);
  const expected = [
    `example\\reporter ${web}`,
    ...["root", "www"].flatMap((name) => [web, db].map((id) => `${name} ${id}`)),
  ];
  expect(seen).toHaveLength(expected.length);
  expect(new Set(seen)).toEqual(new Set(expected));
});

test("changes are listed, the newest first, by host, moment, section and kind", async () => {
  const list = async (filter: object) =>
    accepted(await engine.jobs.listChanges({ limit: 50, ...filter }, context)).items.map(
      ({ hostId }) => hostId,
    );
  expect(await list({})).toEqual([db, web]);
  expect(await list({ hostId: web.toUpperCase() })).toEqual([web]);
  expect(await list({ since: "2999-01-01T00:00:00Z" })).toEqual([]);
  expect(await list({ since: "2026-01-01T00:00:00Z", section: HostScanSection.Features })).toEqual([db, web]);
  expect(await list({ section: HostScanSection.Users })).toEqual([]);
  expect(await list({ kind: HostScanChangeKind.Added })).toEqual([]);
  expect(await list({ kind: HostScanChangeKind.Altered })).toEqual([db, web]);
  const first = accepted(await engine.jobs.listChanges({ limit: 1 }, context));
  expect(first.items).toMatchObject([
    { from: { version: "1.22" }, to: { version: "2" }, hostScanJobId: expect.any(String) },
  ]);
  const second = accepted(await engine.jobs.listChanges({ limit: 1, after: first.next ?? "" }, context));
  expect(second).toEqual({ items: [expect.objectContaining({ hostId: web })] });
});

test("who sees jobs of its own alone sees its hosts, and those that its jobs have scanned", async () => {
  const { queue, lines, database } = engine;
  const own = createHostScanJobs({ db: database.db, queue, log: lines.log, jobsOf: "own" });
  const seen = async (as: SchedulingContext) => ({
    hosts: accepted(await own.listHosts({ limit: 9 }, as)).items.map(({ id }) => id),
    read: [web, db, queued].map((id) => own.getHost(id, as)),
    entries: (await own.listEntries(web, "users", { limit: 9 }, as)).ok,
    accounts: accepted(await own.listAccounts({ limit: 9, name: "root" }, as)).items.length,
    changes: accepted(await own.listChanges({ limit: 9 }, as)).items.length,
  });
  const admin = { ...context, caller: { ...context.caller, role: "Admin", identity: "user:admin" } };
  expect(await seen(mine)).toMatchObject({ hosts: [web, db].sort(), entries: true, accounts: 2, changes: 2 });
  expect(await seen(theirs)).toMatchObject({ hosts: [queued], entries: false, accounts: 0, changes: 0 });
  expect(await seen(admin)).toMatchObject({ hosts: [web, db, queued].sort(), entries: true, changes: 2 });
  const read = async (as: SchedulingContext) =>
    Promise.all([web, db, queued].map(async (id) => (await own.getHost(id, as)).ok));
  expect(await read(theirs)).toEqual([false, false, true]);
  // One that waits for a job of its own has told it nothing yet.
  const waiting = accepted(await engine.jobs.createJob([{ dnsHostName: "web.local", credentialId }], theirs));
  expect(await read(theirs)).toEqual([false, false, true]);
  accepted(await engine.jobs.cancelJob(waiting.id, theirs));
  // Scanned for one of its jobs, a host of others is seen; the jobs of these are not.
  await engine.jobs.cancelJob(accepted(await own.latestJobForHost(queued, theirs)).id, theirs);
  await scanInventory(engine, credentialId, {}, { as: theirs });
  expect(await read(theirs)).toEqual([true, false, true]);
  const { items } = accepted(await own.listChanges({ limit: 9 }, theirs));
  expect(items).toMatchObject([{ hostId: web, hostScanJobId: null }]);
  // Nor is what jobs of others make of it.
  const others = accepted(await engine.jobs.createJob([{ dnsHostName: "web.local", credentialId }], mine));
  expect(accepted(await own.getHost(web, theirs)).status).toBe(ActionStatus.Complete);
  expect(accepted(await own.getHost(web, mine)).status).toBe(ActionStatus.Queued);
  const waitingFor = async (as: SchedulingContext) =>
    accepted(await own.listHosts({ limit: 9, status: ActionStatus.Queued }, as)).items.map(({ id }) => id);
  expect([await waitingFor(theirs), await waitingFor(mine)]).toEqual([[], [web]]);
  accepted(await engine.jobs.cancelJob(others.id, mine));
});

test("a name that a host has proved is no key of it", async () => {
  const row = { host_id: web, protocol: "kerberos" as const, pinned_thumbprint: "HTTP/web@EXAMPLE" };
  await engine.database.db.insertInto("trust_record").values(row).execute();
  expect(accepted(await engine.jobs.getHost(web, context)).hostScanTrust).toEqual([]);
});

test.each(["2026-01-01T00:00:00+23:59", "2026-01-01T00:00:00-16:00"])("%s is a moment", async (moment) => {
  const hosts = accepted(await engine.jobs.listHosts({ limit: 9, scannedSince: moment }, context));
  const changes = accepted(await engine.jobs.listChanges({ limit: 9, since: moment }, context));
  expect([hosts.items.length, changes.items.length]).toEqual([2, 2]);
});

test("a moment before the year 1 is refused with its place", async () => {
  const moment = "0000-01-01T00:00:00Z";
  const hosts = rejected(await engine.jobs.listHosts({ limit: 9, scannedSince: moment }, context));
  const changes = rejected(await engine.jobs.listChanges({ limit: 9, since: moment }, context));
  expect([hosts, changes]).toMatchObject([
    { errors: [{ path: "scannedSince" }] },
    { errors: [{ path: "since" }] },
  ]);
});
