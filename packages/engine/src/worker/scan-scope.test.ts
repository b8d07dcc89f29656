import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { type Scan, scanHost } from "@hostscan/scanner";
import {
  certificateGate,
  type FixtureSshOptions,
  startFixtureSshServer,
  startFixtureWsMan,
} from "@hostscan/scanner/testing";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { type Resolve, ScanScope } from "./scan-scope.ts";

const NOTHING_KNOWN = {
  ...{ proven: true, paused: false, pausedBy: null, unanswered: false },
  ...{ refusedByHost: 0, refusedByParty: 0 },
};

const { Complete, Failed } = ActionStatus;
const CLOSED = 1;

let engine: TestEngine;
beforeEach(async () => {
  engine = await startEngine();
});
afterEach(() => engine[Symbol.asyncDispose]());

const narrow = async (...scope: string[]) => accepted(await engine.credentials.changeScope("lab", { scope }));

/** Has a host scanned with its own account, kept for this scope; a scan may be held up by `meanwhile`. */
async function scanned(
  account: { readonly username: string; readonly password: string },
  scope: readonly string[],
  request: object,
  { ports = {}, meanwhile = async () => {} }: { ports?: object; meanwhile?: () => Promise<unknown> } = {},
) {
  await engine.addCredential("lab", account, { scope });
  const trusting = { credentialName: "lab", acceptThumbprintOnFirstDiscovery: true };
  const { id } = accepted(await engine.jobs.createJob([{ ...trusting, ...request }], context));
  const scan: Scan = async (target, ...rest) => {
    await meanwhile();
    const closed = { winrmTls: CLOSED, winrm: CLOSED, rdp: CLOSED };
    return scanHost({ ...target, ports: { ...closed, ...ports } }, ...rest);
  };
  await engine.startWorker({ scan });
  const ended = await engine.until(id, ({ status }) => status === Complete || status === Failed);
  return ended.hostScanHostStatus?.[0];
}

const outside = {
  status: Failed,
  failureReason: ActionFailureReason.FailedToConnect,
  statusDescription: expect.stringMatching(
    /^Failed: The credential lab may not be presented to \S+ port \d+: .*scope/,
  ),
};

const notOurs = {
  status: Failed,
  failureReason: ActionFailureReason.SystemError,
  statusDescription: expect.stringMatching(
    /^Failed: the credential \S+ was changed outside of Hostscan, and is presented to no host\.$/,
  ),
};

/** What somebody does who can write to the database, and has no secret key. */
const tamper = (change: string) => sql.raw(`update credential set ${change}`).execute(engine.database.db);

/** Has the host of {@link scanned} scanned once more. */
async function again(request: object) {
  const { id } = accepted(await engine.jobs.createJob([request], context));
  const ended = await engine.until(id, ({ status }) => status === Complete || status === Failed);
  return ended.hostScanHostStatus?.[0];
}

/** An SSH server that notes all that it is told of a login. */
async function startListening(options: FixtureSshOptions = {}) {
  const told: string[] = [];
  const host = await startFixtureSshServer({
    onLogin(login) {
      told.push(login.method, login.username);
      if (login.method === "password") told.push(login.password);
      if (login.method === "none") login.reject(["password", "keyboard-interactive"]);
      else login.accept();
    },
    ...options,
  });
  return { host, told, stop: () => host.stop() };
}

describe("a hostile SSH server (fixture)", () => {
  test.each<[string, readonly string[], object]>([
    ["a name that leads there", ["10.0.0.0/8"], { dnsHostName: "localhost" }],
    [
      "a name that leads there, in another's scope",
      ["*.corp.example", "10.0.0.0/8"],
      { dnsHostName: "localhost" },
    ],
    [
      "a name of the scope and an address of its own",
      ["*.invalid"],
      { dnsHostName: "a.invalid", ipAddress: "127.0.0.1" },
    ],
    ["another port than the scope's", ["127.0.0.0/8:5986", "[::1]:5986"], { dnsHostName: "localhost" }],
    ["an address", ["127.0.0.0/8:5986"], { ipAddress: "::ffff:127.0.0.1" }],
  ])("is told nothing by way of %s", async (_, scope, request) => {
    const { host, told, stop } = await startListening();
    expect(await scanned(host, scope, { ...request, sshPort: host.port })).toMatchObject(outside);
    expect(told).toEqual([]);
    await stop();
  });

  test("is told nothing by a job that was scheduled before the scope was narrowed", async () => {
    const { host, told, stop } = await startListening();
    const request = { ipAddress: host.host, sshPort: host.port };
    const meanwhile = () => narrow("10.0.0.0/8");
    expect(await scanned(host, ["anywhere"], request, { meanwhile })).toMatchObject(outside);
    expect(told).toEqual([]);
    expect(await engine.database.db.selectFrom("trust_record").select("pinned_thumbprint").execute()).toEqual(
      [{ pinned_thumbprint: null }],
    );
    await stop();
  });

  test("is told no password where the scope is narrowed while it keeps the login waiting", async () => {
    const told: string[] = [];
    const { host, stop } = await startListening({
      async onLogin(login) {
        told.push(login.method);
        if (login.method === "none") {
          await narrow("10.0.0.0/8");
          login.reject(["password"]);
        } else login.accept();
      },
    });
    const request = { ipAddress: host.host, sshPort: host.port };
    expect(await scanned(host, ["localhost"], request)).toMatchObject(outside);
    expect(told).toEqual(["none"]);
    await stop();
  });

  test.each(["scope = '{anywhere}'", "username = 'root'", "mac = null"])(
    "is told nothing where the credential's row was changed in the database: %s",
    async (change) => {
      const { host, told, stop } = await startListening();
      const request = { ipAddress: host.host, sshPort: host.port };
      // The claim has opened it by then, or has not.
      const tampered = scanned(host, ["localhost"], request, { meanwhile: () => tamper(change) });
      expect(await tampered).toMatchObject(notOurs);
      expect(await again(request)).toMatchObject(notOurs);
      expect(told).toEqual([]);
      const lines = engine.database.db.selectFrom("audit").selectAll().where("action", "=", "row.refused");
      expect(await lines.execute()).toMatchObject([{ object_kind: "credential", actor_kind: "worker" }]);
      await stop();
    },
  );

  test("is told no password where the scope is widened in the database while it keeps the login waiting", async () => {
    const told: string[] = [];
    const { host, stop } = await startListening({
      async onLogin(login) {
        told.push(login.method);
        if (login.method === "none") {
          await tamper("scope = '{anywhere}'");
          login.reject(["password"]);
        } else login.accept();
      },
    });
    const request = { ipAddress: host.host, sshPort: host.port };
    expect(await scanned(host, ["localhost"], request)).toMatchObject(notOurs);
    expect(told).toEqual(["none"]);
    await stop();
  });

  test("is told no password where the scope is narrowed before it asks for it", async () => {
    const told: string[] = [];
    const { host, stop } = await startListening({
      async onLogin(login) {
        told.push(login.method);
        if (login.method !== "keyboard-interactive") return login.reject(["keyboard-interactive"]);
        await narrow("10.0.0.0/8");
        login.prompt([{ prompt: "Password: ", echo: false }], (answers) => {
          told.push(...answers);
          login.accept();
        });
      },
    });
    const request = { ipAddress: host.host, sshPort: host.port };
    expect(await scanned(host, ["localhost"], request)).toMatchObject(outside);
    expect(told).toEqual(["none", "keyboard-interactive"]);
    await stop();
  });

  test.each<[readonly string[], object]>([
    [["localhost"], { dnsHostName: "localhost" }],
    [["localhost"], { ipAddress: "127.0.0.1" }],
    [["localhost"], { dnsHostName: "LOCALHOST.", ipAddress: "127.0.0.1" }],
    [["127.0.0.0/8"], { ipAddress: "::ffff:127.0.0.1" }],
    [["127.0.0.1"], { dnsHostName: "a.invalid", ipAddress: "127.0.0.1" }],
  ])("of the scope %j is logged in to as %j", async (scope, request) => {
    await using host = await startFixtureSshServer();
    const seen = await scanned(host, scope, { ...request, sshPort: host.port });
    expect(seen, seen?.statusDescription ?? "").toMatchObject({ status: Complete });
  });
});

const gate = certificateGate();

describe.skipIf(gate.skip)(gate.title("a hostile WS-Man (fixture)"), () => {
  test.each<[string, readonly string[], object, readonly string[] | undefined]>([
    ["a name that leads there", ["10.0.0.0/8"], { dnsHostName: "localhost" }, undefined],
    [
      "a name of the scope and an address of its own",
      ["*.invalid"],
      { dnsHostName: "a.invalid", ipAddress: "127.0.0.1" },
      undefined,
    ],
    ["another port than the scope's", ["127.0.0.0/8:5986"], { ipAddress: "127.0.0.1" }, undefined],
    ["a scope that is narrowed meanwhile", ["anywhere"], { ipAddress: "127.0.0.1" }, ["10.0.0.0/8"]],
  ])("is told nothing by way of %s", async (_, scope, request, narrowed) => {
    await using host = await startFixtureWsMan();
    const ports = { winrmTls: host.port };
    const meanwhile = async () => narrowed && narrow(...narrowed);
    const windows = { ...request, platformName: "Windows" };
    expect(await scanned(host, scope, windows, { ports, meanwhile })).toMatchObject(outside);
    expect(host.calls.length).toBeGreaterThan(0);
    expect(host.calls.map(({ authorization }) => authorization)).toEqual(host.calls.map(() => undefined));
  });

  test("of the scope is logged in to", async () => {
    await using host = await startFixtureWsMan();
    const request = { ipAddress: "127.0.0.1", platformName: "Windows" };
    const seen = await scanned(host, ["localhost"], request, { ports: { winrmTls: host.port } });
    expect(seen).toMatchObject({
      status: Complete,
      statusDescription: "Complete: It is a server of the domain corp.example.",
    });
  });
});

test.each<[string, string[], boolean]>([
  ["the address that it resolves to", ["192.0.2.7"], true],
  ["one of several addresses that it resolves to", ["203.0.113.1", "192.0.2.7"], true],
  ["the address that it resolves to, written otherwise", ["::ffff:192.0.2.7"], true],
  ["an address that it does not resolve to", ["192.0.2.8"], false],
  ["an address where it resolves to nothing", [], false],
])("a stated address counts for a name of the scope if it is %s", async (_, answers, ok) => {
  const id = await engine.addCredential("lab", undefined, { scope: ["*.corp.example"] });
  const asked: string[] = [];
  const resolve: Resolve = async (name) => {
    asked.push(name);
    if (answers.length === 0) throw new Error("ENOTFOUND");
    return answers.map((address) => ({ address }));
  };
  const credential = { id, name: "lab", secretVersion: 1, standing: NOTHING_KNOWN };
  const claim = { credential, dns_host_name: "web.corp.example", ip_address: "192.0.2.7" };
  const { db } = engine.database;
  const scope = new ScanScope({ scopeOf: engine.credentials.scopeOf, log: engine.lines.log, resolve }, claim);
  const place = { address: "192.0.2.7", port: 22 };
  expect(await scope.mayLogIn(place, new AbortController().signal)).toMatchObject({ ok });
  expect(asked).toEqual(["web.corp.example"]);
  await db.deleteFrom("credential").execute();
  expect(await scope.mayLogIn(place, new AbortController().signal)).toMatchObject({ ok: false });
});
