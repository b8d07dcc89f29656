import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { openDatabase } from "@hostscan/database";
import { makeSecretBox, testActor } from "@hostscan/database/testing";
import { type Scan, scanHost } from "@hostscan/scanner";
import { startFixtureSshServer } from "@hostscan/scanner/testing";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { createCredentialStore } from "../credentials/credential-store.ts";
import { DEFAULT_LIMITS } from "../limits/scan-limits.ts";
import { createScanNetworks } from "../networks/scan-networks.ts";
import { type ClaimedHost, claimHosts } from "./claim-hosts.ts";
import { ConnectPace } from "./connect-pace.ts";
import { NetworkEntries } from "./enter-network.ts";
import { monotonicMs } from "./leases/lease.ts";
import { LoginGate } from "./login-gate.ts";
import { Results } from "./results.ts";
import { runScan, type ScanSetting } from "./run-scan.ts";
import { RunningScan } from "./running-scan.ts";
import type { WorkerObserver } from "./worker-observer.ts";

const { Queued, Running, Complete, Failed } = ActionStatus;

let engine: TestEngine;
let host: Awaited<ReturnType<typeof startFixtureSshServer>>;
let setting: ScanSetting;
let claim: ClaimedHost;
beforeEach(async () => {
  engine = await startEngine();
  host = await startFixtureSshServer();
  const credentialId = await engine.addCredential("linux", host);
  const request = {
    ipAddress: host.host,
    sshPort: host.port,
    credentialId,
    trustedThumbprint: host.thumbprint,
  };
  accepted(await engine.jobs.createJob([request], context));
  const { claimed } = await claimHosts(engine.database.db, engine.queue, await engine.queue.fetch(1));
  claim = claimed[0] ?? expect.fail("not claimed");
  setting = {
    db: engine.database.db,
    queue: engine.queue,
    log: engine.lines.log,
    scan: scanHost,
    openCredential: async () => host,
    scopeOf: engine.credentials.scopeOf,
    limits: DEFAULT_LIMITS,
    gate: new LoginGate(engine.database.db, engine.lines, DEFAULT_LIMITS.denials),
    pace: new ConnectPace(Number.POSITIVE_INFINITY),
    networkEntries: new NetworkEntries(engine.database.db, DEFAULT_LIMITS.perNetwork),
    results: new Results({ db: engine.database.db, queue: engine.queue, log: engine.lines.log }),
    networks: createScanNetworks(),
    deadlineMs: 60_000,
    sections: [],
    retryDelaysSeconds: [],
    writeRetryMs: 1,
  };
});
afterEach(async () => {
  await host.stop();
  await engine[Symbol.asyncDispose]();
});

/** With a lease that lasts. */
const held = (claimed: ClaimedHost) => new RunningScan(claimed, monotonicMs() + 60_000);
const never = new AbortController().signal;
const scanRow = () => engine.database.db.selectFrom("host_scan_host").selectAll().executeTakeFirstOrThrow();
const outOfReach = () =>
  openDatabase({ connectionString: "postgresql://nobody@127.0.0.1:1/none", onIdleError: () => undefined }).db;

test("a host is scanned and what became of it is written (fixture host)", async () => {
  await runScan(setting, held(claim), never);
  expect(await scanRow()).toMatchObject({ status: Complete });
  expect(engine.lines.of("scan finished")).toMatchObject([
    {
      ...{ hostScanHostId: claim.hostScanHostId, jobId: claim.jobId, hostId: claim.hostId, attempt: 1 },
      ...{
        host: expect.stringMatching(/^127\.0\.0\.1:\d+$|^localhost:\d+$/),
        milliseconds: expect.any(Number),
      },
      ...{ outcome: "complete", phase: null, reason: null },
    },
  ]);
  expect(engine.lines.text()).not.toContain(host.password);
});

/** Keeps what it hears, in order. */
function keepEvents() {
  const events: string[] = [];
  const observer: WorkerObserver = {
    begin({ hostScanHostId, jobId, attempt, traceParent }) {
      events.push(
        `begin ${hostScanHostId === claim.hostScanHostId && jobId === claim.jobId} ${attempt} ${traceParent}`,
      );
      return {
        enter: (phase) => events.push(`enter ${phase}`),
        fail: (phase) => events.push(`fail ${phase}`),
        end: (result) => events.push(`end ${result}`),
      };
    },
    recover: (recovery) => events.push(recovery),
    pause: () => events.push("pause"),
  };
  return { observer, events };
}

test("an observer hears of a scan, the trace that it belongs to, and its phases (fixture host)", async () => {
  const traceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  await engine.jobs.scanHost(claim.hostId, { ...context, traceParent });
  const { observer, events } = keepEvents();
  await runScan({ ...setting, observer }, new RunningScan(claim, Number.POSITIVE_INFINITY), never);
  const entered = ["dns", "tcp", "kex", "auth", "collect"].map((phase) => `enter ${phase}`);
  expect(events.splice(0)).toEqual(["begin true 1 null", ...entered, "end complete"]);

  const { claimed } = await claimHosts(engine.database.db, engine.queue, await engine.queue.fetch(1));
  claim = claimed[0] ?? expect.fail("not claimed");
  await host.stop();
  await runScan({ ...setting, observer }, new RunningScan(claim, Number.POSITIVE_INFINITY), never);
  expect(events).toEqual([`begin true 1 ${traceParent}`, "enter dns", "enter tcp", "fail tcp", "end failed"]);
  expect(engine.lines.of("scan finished").at(-1)).toMatchObject({
    ...{ hostId: claim.hostId, outcome: "failed", phase: "tcp", reason: "FailedToConnect" },
  });
});

test("an observer hears of a result that was refused, and of a scan that was called off (fixture host)", async () => {
  const { observer, events } = keepEvents();
  await engine.database.db
    .updateTable("host_scan_host")
    .set({ attempt: claim.attempt + 1 })
    .execute();
  await runScan({ ...setting, observer }, new RunningScan(claim, Number.POSITIVE_INFINITY), never);
  expect(events.splice(0).slice(-2)).toEqual(["end give-back", "late-result"]);
  const aborted = new RunningScan(claim, Number.POSITIVE_INFINITY);
  aborted.abort("cancelled");
  await runScan({ ...setting, observer }, aborted, never);
  expect(events).toEqual(["begin true 1 null", "end aborted"]);
});

test("a host without a credential is not connected to (fixture host)", async () => {
  await runScan(setting, held({ ...claim, credential: null }), never);
  expect(await scanRow()).toMatchObject({
    status: Failed,
    failure_reason: ActionFailureReason.AccessDenied,
    status_description: "Failed: the host has no credential.",
  });
  expect(host.logins).toEqual([]);
});

test("a host that was taken over when its credential was paused already is not connected to (fixture host)", async () => {
  const { db } = engine.database;
  await db.updateTable("credential").set({ proven: true, paused_at: new Date() }).execute();
  const { claimed } = await claimHosts(db, engine.queue, [claim.hostScanHostId]);
  await runScan(setting, held(claimed[0] ?? expect.fail("not taken over")), never);
  expect(await scanRow()).toMatchObject({
    status: Queued,
    waits_for: "",
    status_description: expect.stringContaining("is paused"),
  });
  expect(host.logins).toEqual([]);
});

test("a host that waits to log in is given back by a worker that stops, and that is not counted (fixture host)", async () => {
  const asked = Promise.withResolvers<void>();
  const running = held(claim);
  const scan: Scan = (target, credential, signal, options = {}) => {
    const { beforeLogin = async () => expect.fail("not asked for") } = options;
    const hooks = {
      ...options,
      beforeLogin(loginSignal: AbortSignal) {
        asked.resolve();
        return beforeLogin(loginSignal);
      },
    };
    return scanHost(target, credential, signal, hooks);
  };
  // Another scan has the permit.
  await engine.database.db.updateTable("credential").set({ denials: 2 }).execute();
  await sql`insert into login_permit (host_scan_host_id, attempt, credential_id, secret_version)
    select id, attempt, credential_id, 1 from host_scan_host`.execute(engine.database.db);
  const done = runScan({ ...setting, scan }, running, never);
  await asked.promise;
  running.abort("stopping");
  await done;
  expect(await scanRow()).toMatchObject({ status: Queued, losses: 0, give_backs: 0 });
});

test("a credential that does not open fails the host, and says nothing of the cause", async () => {
  const openCredential = async () => Promise.reject(new Error("another key"));
  await runScan({ ...setting, openCredential }, held(claim), never);
  expect(await scanRow()).toMatchObject({
    status: Failed,
    failure_reason: ActionFailureReason.SystemError,
    status_description: "Failed: the scan could not be carried out.",
  });
  expect(engine.lines.of("scan: fault of our own")).toHaveLength(1);
});

test("a host is given back if the database goes before its credential is read", async () => {
  const openCredential = async () =>
    Promise.reject(Object.assign(new Error("gone"), { code: "ECONNREFUSED" }));
  await runScan({ ...setting, openCredential }, held(claim), never);
  expect(await scanRow()).toMatchObject({ status: Queued, tries: 0, losses: 0 });
});

test("a scanner that breaks its promise fails the host (fixture scan)", async () => {
  const scan: Scan = async () => Promise.reject(new Error("a bug"));
  await runScan({ ...setting, scan }, held(claim), never);
  expect(await scanRow()).toMatchObject({ status: Failed, failure_reason: ActionFailureReason.SystemError });
});

test.each(["stopping", "lease-lost"] as const)(
  "a host aborted as %s before its scan is given back",
  async (reason) => {
    const running = held(claim);
    running.abort(reason);
    await runScan(setting, running, never);
    expect(await scanRow()).toMatchObject({ status: Queued, attempt: 1 });
    expect(host.logins).toEqual([]);
  },
);

test.each(["cancelled", "superseded"] as const)(
  "nothing is written of a host aborted as %s",
  async (reason) => {
    const running = held(claim);
    running.abort(reason);
    await runScan(setting, running, never);
    expect(await scanRow()).toMatchObject({ status: Running, attempt: 1 });
    expect(engine.lines.of("scan aborted")).toMatchObject([{ reason }]);
  },
);

test("a late result is refused, and that is logged (fixture host)", async () => {
  await claimHosts(engine.database.db, engine.queue, [claim.hostScanHostId]);
  await runScan(setting, held(claim), never);
  expect(engine.lines.of("late result refused")).toMatchObject([{ attempt: 1 }]);
  expect(await scanRow()).toMatchObject({ status: Running, attempt: 2 });
});

/** A database that goes out of reach once the login is let in. */
const goneAfterLogin = () => {
  const scan: Scan = (target, credential, signal, options) =>
    scanHost(target, credential, signal, { ...options, mayLogIn: async () => ({ ok: true }) });
  const db = outOfReach();
  const results = new Results({ db, queue: engine.queue, log: engine.lines.log });
  return { ...setting, db, results, scan };
};

test("a result is held until the database is back, or the worker gives up (fixture host)", async () => {
  const giveUp = new AbortController();
  const done = runScan(goneAfterLogin(), held(claim), giveUp.signal);
  await expect.poll(() => engine.lines.of("result not written").length).toBeGreaterThan(2);
  giveUp.abort();
  await done;
  expect(await scanRow()).toMatchObject({ status: Running, attempt: 1 });
});

test("a result is held no longer than the attempt counts (fixture host)", async () => {
  const running = held(claim);
  const done = runScan(goneAfterLogin(), running, never);
  await expect.poll(() => engine.lines.of("result not written").length).toBeGreaterThan(0);
  running.abort("superseded");
  await done;
});

test("a login waits while the database is out of reach, and is not presented (fixture host)", async () => {
  const running = held(claim);
  const { scopeOf } = createCredentialStore(outOfReach(), makeSecretBox(), testActor);
  const done = runScan({ ...setting, scopeOf }, running, never);
  await expect.poll(() => engine.lines.of("scope of a credential could not be asked for").length).toBe(1);
  running.abort("superseded");
  await done;
  expect(engine.lines.of("scan: fault of our own")).toEqual([]);
  expect(host.logins).toEqual([]);
});

test("a result that cannot be written for another reason is left to the queue (fixture host)", async () => {
  await runScan(setting, new RunningScan({ ...claim, hostScanHostId: "not a guid" }, 0), never);
  expect(engine.lines.of("result not written")).toHaveLength(1);
  expect(await scanRow()).toMatchObject({ status: Running });
});

test("a host whose lease has ended is not connected to, and given back (fixture host)", async () => {
  const late = new RunningScan(claim, monotonicMs() - 1);
  expect(await runScan(setting, late, never)).toBe(true);
  expect(late.abortedFor).toBe("lease-lost");
  expect(await scanRow()).toMatchObject({ status: Queued });
  expect(host.logins).toEqual([]);
});
