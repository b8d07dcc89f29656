import { ActionStatus } from "@hostscan/contract";
import { scanHost } from "@hostscan/scanner";
import { type FixtureTcpServer, startFixtureTcpServer } from "@hostscan/scanner/testing";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepRecoveries } from "../../test/keep-recoveries.ts";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { DEFAULT_LIMITS } from "../limits/scan-limits.ts";
import { createScanNetworks } from "../networks/scan-networks.ts";
import { ConnectPace } from "./connect-pace.ts";
import { Dispatcher } from "./dispatcher.ts";
import { NetworkEntries } from "./enter-network.ts";
import { Leases } from "./leases/leases.ts";
import { LoginGate } from "./login-gate.ts";
import { Results } from "./results.ts";
import type { Recovery } from "./worker-observer.ts";

const { Queued, Running, Failed } = ActionStatus;

let engine: TestEngine;
let host: FixtureTcpServer;
let dispatcher: Dispatcher;
let jobId: string;
let recoveries: readonly Recovery[];
/** Called before every scan. */
let onOpen: () => Promise<void>;
beforeEach(async () => {
  engine = await startEngine();
  host = await startFixtureTcpServer();
  const credentialId = await engine.addCredential("linux");
  const request = { ipAddress: host.host, sshPort: host.port, credentialId };
  ({ id: jobId = "" } = accepted(await engine.jobs.createJob([request], context)));
  onOpen = async () => undefined;
  const openCredential = async () => {
    await onOpen();
    return { username: "nobody", password: "secret" };
  };
  const kept = keepRecoveries();
  recoveries = kept.recoveries;
  dispatcher = new Dispatcher({
    observer: kept.observer,
    db: engine.database.db,
    queue: engine.queue,
    log: engine.lines.log,
    scan: scanHost,
    openCredential,
    scopeOf: engine.credentials.scopeOf,
    networks: createScanNetworks(),
    concurrency: 2,
    pollMs: 100,
    deadlineMs: 60_000,
    sections: [],
    retryDelaysSeconds: [],
    writeRetryMs: 100,
    limits: DEFAULT_LIMITS,
    gate: new LoginGate(engine.database.db, engine.lines, DEFAULT_LIMITS.denials),
    leases: new Leases(engine.database.connectionString, engine.lines.log),
    pace: new ConnectPace(Number.POSITIVE_INFINITY),
    networkEntries: new NetworkEntries(engine.database.db, DEFAULT_LIMITS.perNetwork),
    results: new Results({ db: engine.database.db, queue: engine.queue, log: engine.lines.log }),
  });
});
afterEach(async () => {
  await dispatcher.stop(0, 5_000);
  await host.stop();
  await engine[Symbol.asyncDispose]();
});

const scanRow = () => engine.database.db.selectFrom("host_scan_host").selectAll().executeTakeFirstOrThrow();
const connected = () => Promise.race([host.connected.then(() => true), false]);

/** Starts the dispatcher, and does something while its claim waits for the row. */
async function whileClaiming(act: () => void): Promise<void> {
  await engine.database.db.transaction().execute(async (trx) => {
    await sql`select from host_scan_host for update`.execute(trx);
    dispatcher.start();
    const waiting = async () => (await sql`select from pg_locks where not granted`.execute(trx)).rows.length;
    await expect.poll(waiting).toBeGreaterThan(0);
    act();
  });
}

test("a job cancelled while its host is being claimed is not connected to (fixture port)", async () => {
  await whileClaiming(() => dispatcher.hear({ kind: "cancelled", jobId }));
  await expect.poll(() => engine.lines.of("scan aborted")).toMatchObject([{ jobId, reason: "cancelled" }]);
  expect(await scanRow()).toMatchObject({ status: Running });
  expect(await connected()).toBe(false);
});

test("a host claimed by a worker that stops is given back at once (fixture port)", async () => {
  let stopped = Promise.resolve();
  await whileClaiming(() => {
    stopped = dispatcher.stop(60_000, 60_000);
  });
  await stopped;
  expect(await scanRow()).toMatchObject({ status: Queued, attempt: 1 });
  expect(await connected()).toBe(false);
});

test("a host that too many workers were lost on is told in the log", async () => {
  await engine.database.db.updateTable("host_scan_host").set({ status: Running, losses: 3 }).execute();
  dispatcher.start();
  const { id } = await scanRow();
  await expect
    .poll(() => engine.lines.of("host given up: too many workers were lost"))
    .toMatchObject([{ hostScanHostId: id }]);
  expect(await scanRow()).toMatchObject({ status: Failed });
  expect(recoveries).toEqual(["given-up"]);
});

test("a host that comes back is not scanned anew before its earlier scan has ended (fixture port)", async () => {
  const held = Promise.withResolvers<void>();
  let opened = 0;
  onOpen = () => {
    opened += 1;
    return held.promise;
  };
  dispatcher.start();
  await expect.poll(() => opened).toBe(1);
  // As the queue does with an entry that is not touched in time.
  await sql`update pgboss.job set state = 'retry' where name = 'host-scan'`.execute(engine.database.db);
  await expect.poll(() => engine.lines.of("host taken over")).toHaveLength(1);
  expect(opened).toBe(1);
  held.resolve();
  await host.connected;
  expect(opened).toBe(2);
});
