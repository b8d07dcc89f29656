import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import type { Scan } from "@hostscan/scanner";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { DEFAULT_LIMITS } from "../limits/scan-limits.ts";
import { refused } from "../logins/permits.ts";
import { createScanNetworks } from "../networks/scan-networks.ts";
import { type ClaimedHost, claimHosts } from "./claim-hosts.ts";
import { ConnectPace } from "./connect-pace.ts";
import { NetworkEntries } from "./enter-network.ts";
import { monotonicMs } from "./leases/lease.ts";
import { LoginGate } from "./login-gate.ts";
import { Results } from "./results.ts";
import { runScan } from "./run-scan.ts";
import { RunningScan } from "./running-scan.ts";
import { loginOf } from "./scan-login.ts";

const { Failed } = ActionStatus;

let engine: TestEngine;
let claim: ClaimedHost;
beforeEach(async () => {
  engine = await startEngine();
  const credentialId = await engine.addCredential("windows");
  accepted(await engine.jobs.createJob([{ dnsHostName: "web.example", credentialId }], context));
  const { claimed } = await claimHosts(engine.database.db, engine.queue, await engine.queue.fetch(1));
  claim = claimed[0] ?? expect.fail("not claimed");
});
afterEach(() => engine[Symbol.asyncDispose]());

/** Scans the claimed host in the place of the scanner. */
function runWith(scan: Scan): Promise<boolean> {
  const { db } = engine.database;
  const { log } = engine.lines;
  const setting = {
    ...{ db, log, scan, queue: engine.queue, limits: DEFAULT_LIMITS, networks: createScanNetworks() },
    openCredential: async () => ({ username: "scan@EXAMPLE", password: "secret" }),
    scopeOf: engine.credentials.scopeOf,
    gate: new LoginGate(db, engine.lines, DEFAULT_LIMITS.denials),
    pace: new ConnectPace(Number.POSITIVE_INFINITY),
    networkEntries: new NetworkEntries(db, DEFAULT_LIMITS.perNetwork),
    results: new Results({ db, queue: engine.queue, log }),
    ...{ deadlineMs: 60_000, sections: [], retryDelaysSeconds: [], writeRetryMs: 1 },
  };
  const running = new RunningScan(claim, monotonicMs() + 60_000);
  return runScan(setting, running, new AbortController().signal);
}

const scanRow = () => engine.database.db.selectFrom("host_scan_host").selectAll().executeTakeFirstOrThrow();
const credentialRow = () => engine.database.db.selectFrom("credential").selectAll().executeTakeFirstOrThrow();
const permits = () => engine.database.db.selectFrom("login_permit").selectAll().execute();

/** A scan that is let log in, and then comes to this. */
const scanThat =
  (ends: (hooks: NonNullable<Parameters<Scan>[3]>) => Awaited<ReturnType<Scan>>): Scan =>
  async (_target, _credential, signal, options = {}) => {
    expect(await options.beforeLogin?.(signal)).toEqual({ ok: true });
    return ends(options);
  };

test("what a KDC refuses pauses the credential at once, and counts once (stand-in for the scanner)", async () => {
  await engine.database.db.updateTable("credential").set({ proven: true }).execute();
  const scan = scanThat(({ onRefusal }) => {
    onRefusal?.("kdc");
    return { ok: false, failure: { phase: "auth", message: "Refused.", answered: true }, keys: [] };
  });
  await runWith(scan);
  expect(await scanRow()).toMatchObject({
    status: Failed,
    failure_reason: ActionFailureReason.AccessDenied,
    status_description: "Failed: Refused.",
  });
  const credential = await credentialRow();
  expect(credential).toMatchObject({ paused_by: "the KDC of its realm", denials: 0 });
  expect(credential.paused_at).not.toBeNull();
  const refusals = await engine.database.db.selectFrom("login_refusal").selectAll().execute();
  expect([refusals, await permits()]).toEqual([[], []]);
});

test("a login that was told nobody leaves its permit to others (stand-in for the scanner)", async () => {
  const scan = scanThat(({ onUntold }) => {
    onUntold?.();
    return { ok: false, failure: { phase: "kdc", message: "No KDC is to be reached." }, keys: [] };
  });
  await runWith(scan);
  expect(await scanRow()).toMatchObject({
    status: Failed,
    failure_reason: ActionFailureReason.FailedToConnect,
    status_description: "Failed: No KDC is to be reached.",
  });
  expect(await permits()).toEqual([]);
  expect(await credentialRow()).toMatchObject({ denials: 0, paused_at: null });
});

test("a host that proves its name is known by it (stand-in for the scanner)", async () => {
  const key = {
    protocol: "kerberos",
    thumbprint: "HTTP/web.example@EXAMPLE",
    algorithm: "kerberos",
  } as const;
  const facts = { name: "web", os: "Windows", version: "10", ipAddress: "10.0.0.1" };
  const scan = scanThat(({ onLogin }) => {
    onLogin?.();
    return { ok: true, facts, keys: [key], pins: [key], warnings: [] };
  });
  await runWith(scan);
  const record = await engine.database.db
    .selectFrom("trust_record")
    .selectAll()
    .where("protocol", "=", "kerberos")
    .executeTakeFirst();
  expect(record).toMatchObject({
    pinned_thumbprint: key.thumbprint,
    observed_thumbprint: key.thumbprint,
    accepted_how: "proof",
    accepted_by: claim.jobId,
  });
  const lines = await engine.database.db.selectFrom("audit").select("details").execute();
  expect(lines.map(({ details }) => details)).toContainEqual(
    expect.objectContaining({ protocol: "kerberos", to: key.thumbprint, job: claim.jobId }),
  );
});

test("what a KDC refuses two scans with one answer counts once (stand-in for the scanner)", async () => {
  const { db } = engine.database;
  await db.updateTable("credential").set({ paused_at: new Date(), denials: 1 }).execute();
  const login = loginOf(claim) ?? expect.fail("no login");
  const by = { kind: "kdc", hostId: claim.hostId, party: claim.party, knownByKey: false } as const;
  expect(await db.transaction().execute((trx) => refused(trx, login, by, 3))).toBeUndefined();
  expect(await credentialRow()).toMatchObject({ denials: 1 });
});
