import type { SchedulingContext } from "@hostscan/core";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accepted, rejected, startEngine, type TestEngine } from "../../test/start-engine.ts";
import type { CredentialStore } from "../credentials/credential-store.ts";
import { parseNetwork } from "../networks/network.ts";
import { createScanNetworks } from "../networks/scan-networks.ts";
import { editHost, type HostEdit } from "./edit-host.ts";

let engine: TestEngine;
let lab: string;
let narrow: string;
beforeAll(async () => {
  engine = await startEngine();
  lab = await engine.addCredential("lab");
  narrow = await engine.addCredential("narrow", undefined, {
    scope: ["10.0.0.0/8:22"],
    callers: ["app:portal"],
  });
  await engine.addCredential("wide");
});
afterAll(() => engine[Symbol.asyncDispose]());

const actor = { kind: "command", name: "operator" } as const;
const networks = createScanNetworks({
  denied: [parseNetwork("192.0.2.0/24") ?? expect.fail("no network")],
  ports: [{ first: 1, last: 9_999 }],
});
const edit = (called: string, changes: Omit<HostEdit, "called">) =>
  editHost({ db: engine.database.db, networks }, actor, { called, ...changes });
const as = (role: string): SchedulingContext => ({
  caller: { subject: role, name: role, role, identity: role === "Admin" ? "user:alice" : "app:portal" },
  requestId: "request-1",
});
const onboard = async (dnsHostName: string, more: object = {}, role = "Admin") =>
  accepted(await engine.jobs.createJob([{ dnsHostName, credentialId: lab, ...more }], as(role)));
const hostRow = (identity: string) =>
  engine.database.db.selectFrom("host").selectAll().where("identity", "=", identity).executeTakeFirst();
const changes = async (id = "") =>
  (
    await engine.database.db
      .selectFrom("audit")
      .select(["action", "actor_kind", "actor", "details"])
      .where("object_id", "=", id)
      .where("action", "in", ["host.change", "host.take-over"])
      .orderBy("id")
      .execute()
  ).map(({ details, ...line }) => ({ ...line, ...details }));

test("each setting is changed and audited, and what is said again is no change", async () => {
  await onboard("all.local");
  const all = { address: "10.0.0.7", port: 2022, platform: "Cisco", credential: "lab" };
  const edited = accepted(await edit("ALL.local", all));
  expect(edited).toMatchObject({
    identity: "all.local:2022",
    changed: ["ipAddress", "platformName", "sshPort"],
    cleared: {},
  });
  const expected = { ip_address: "10.0.0.7", ssh_port: 2022, platform: "Cisco", credential_id: lab };
  expect(await hostRow("all.local:2022")).toMatchObject({ id: edited.id, ...expected });
  expect(await hostRow("all.local:22")).toBeUndefined();
  const by = { action: "host.change", actor_kind: "command", actor: "operator" };
  expect(await changes(edited.id)).toMatchObject([
    { ...by, setting: "ipAddress", from: null, to: "10.0.0.7" },
    { ...by, setting: "platformName", from: null, to: "Cisco" },
    { ...by, setting: "sshPort", from: 22, to: 2022 },
  ]);
  expect(accepted(await edit(edited.id, all)).changed).toEqual([]);
  expect(await changes(edited.id)).toHaveLength(3);
});

test("a host that is its address is another address then, and a Windows has no port of its own", async () => {
  accepted(
    await engine.jobs.createJob([{ ipAddress: "10.1.0.1", sshPort: 2022, credentialId: lab }], as("Admin")),
  );
  const moved = accepted(await edit("10.1.0.1", { address: "::ffff:10.1.0.2" }));
  expect(moved).toMatchObject({ identity: "10.1.0.2:2022", changed: ["ipAddress"] });
  const windows = accepted(await edit(moved.id, { platform: "Windows" }));
  expect(windows).toMatchObject({ identity: "10.1.0.2:22", changed: ["platformName", "sshPort"] });
  expect(rejected(await edit(moved.id, { port: 2022 })).detail).toMatch(/sshPort is not stated of a Windows/);
  expect(accepted(await edit(moved.id, { port: 22 })).changed).toEqual([]);
});

test.each<[string, Omit<HostEdit, "called">, RegExp]>([
  ["an address that is none", { address: "web.local" }, /ipAddress must be an IPv4/],
  ["a platform that is none", { platform: "linux" }, /platformName must be Linux/],
  ["a credential that is none", { credential: "nobody" }, /no credential nobody/],
  [
    "a credential whose scope does not reach the port",
    { credential: "narrow", port: 23 },
    /outside the scope/,
  ],
  ["an address where nothing is scanned", { address: "192.0.2.1" }, /may not be scanned: 192\.0\.2\.1/],
  ["a port where nothing is scanned", { port: 10_000 }, /a port that may not be scanned: 10000/],
  ["no text for an address", { address: "" }, /ipAddress must be an IPv4/],
  ["no text for a platform", { platform: "" }, /platformName must be Linux/],
  ["no text for a credential", { credential: "" }, /no credential/],
  ["the place of another host", { port: 2222 }, /There is a host of that address and port already/],
])("%s is refused, and nothing is changed", async (_, change, reason) => {
  const name = `refused${Object.values(change).join("")}`.replaceAll(/\W/g, "");
  await onboard(`${name}.local`);
  await onboard(`${name}.local`, { sshPort: 2222 });
  const before = await hostRow(`${name}.local:22`);
  expect(rejected(await edit(`${name}.local:22`, { platform: "Cisco", ...change })).detail).toMatch(reason);
  expect(await hostRow(`${name}.local:22`)).toEqual(before);
  expect(await changes(before?.id)).toEqual([]);
});

test("a host is cleared of its address, platform and credential, and each is audited", async () => {
  await onboard("clear.local", { ipAddress: "10.0.0.9", platformName: "Linux" });
  const none = { address: null, platform: null, credential: null };
  const cleared = accepted(await edit("clear.local", none));
  expect(cleared.changed).toEqual(["ipAddress", "platformName", "credential"]);
  expect(await hostRow("clear.local:22")).toMatchObject({
    ...{ ip_address: null, platform: null, credential_id: null, ssh_port: 22 },
  });
  expect(await changes(cleared.id)).toMatchObject([
    { setting: "ipAddress", from: "10.0.0.9", to: null },
    { setting: "platformName", from: "Linux", to: null },
    { setting: "credential", from: "lab", to: null },
  ]);
  expect(accepted(await edit("clear.local", none)).changed).toEqual([]);
  expect(await changes(cleared.id)).toHaveLength(3);
});

test("a host that is known by its address alone keeps it", async () => {
  accepted(await engine.jobs.createJob([{ ipAddress: "10.1.0.9", credentialId: lab }], as("Admin")));
  expect(rejected(await edit("10.1.0.9", { address: null })).detail).toMatch(
    /is all that the host is known by/,
  );
});

test("a host where nothing is scanned is given what does not move it", async () => {
  await onboard("denied.local", { ipAddress: "192.0.2.9" });
  expect(accepted(await edit("denied.local", { credential: "wide" })).changed).toEqual(["credential"]);
});

test("the removal of a credential and the edit of a host that uses it do not wait for one another", async () => {
  // Of one host alone: the removal looks for the first one that it finds.
  const own = await engine.addCredential("own");
  await onboard("order.local", { credentialId: own });
  let removal: ReturnType<CredentialStore["remove"]> | undefined;
  let edited: ReturnType<typeof edit> | undefined;
  await engine.database.db.transaction().execute(async (trx) => {
    // The removal is to have the credential before the edit, which has its host by then.
    await sql`select from credential where id = ${own} for update`.execute(trx);
    // Asked outside: a transaction sees the statistics as they were when it first asked.
    const waiting = async () =>
      (
        await sql`
          select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
          engine.database.db,
        )
      ).rows.length;
    removal = engine.credentials.remove(own);
    await expect.poll(waiting).toBe(1);
    edited = edit("order.local", { platform: "Linux" });
    await expect.poll(waiting).toBe(2);
  });
  expect(rejected((await removal) ?? expect.fail("none")).detail).toMatch(/in use by hosts/);
  expect(accepted((await edited) ?? expect.fail("none")).changed).toEqual(["platformName"]);
});

test("a host without a credential is edited, and one that is not there is not", async () => {
  await onboard("bare.local");
  await engine.database.db
    .updateTable("host")
    .set({ credential_id: null })
    .where("identity", "=", "bare.local:22")
    .execute();
  expect(accepted(await edit("bare.local", { port: 24 })).identity).toBe("bare.local:24");
  expect(rejected(await edit("nobody.local", { port: 24 })).detail).toMatch(/no host nobody/);
  // What no database takes is no conflict.
  await expect(edit("bare\0local", { port: 24 })).rejects.toMatchObject({ code: "22021" });
});

test("a host that an App has stated is taken over with another credential, by its id or name", async () => {
  await onboard("taken.local", { ipAddress: "10.3.0.1", acceptThumbprintOnFirstDiscovery: true }, "App");
  const taken = accepted(await edit("taken.local", { credential: narrow.toUpperCase() }));
  expect(taken).toMatchObject({
    changed: ["credential"],
    cleared: { ipAddress: "10.3.0.1", acceptThumbprintOnFirstDiscovery: true },
  });
  expect(await hostRow("taken.local:22")).toMatchObject({
    ...{
      owner: null,
      stated_by_admin: true,
      ip_address: null,
      accept_first_discovery: null,
      credential_id: narrow,
    },
  });
  expect(await changes(taken.id)).toMatchObject([
    { action: "host.take-over", from: "app:portal", to: null },
    { action: "host.change", setting: "credential", from: "lab", to: "narrow" },
  ]);
});
