import { ActionStatus } from "@hostscan/contract";
import { startFixtureTcpServer } from "@hostscan/scanner/testing";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepRecoveries } from "../../test/keep-recoveries.ts";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { startWorkerProcess, type WorkerProcess } from "../../test/start-worker-process.ts";

let engine: TestEngine;
let other: WorkerProcess;
beforeEach(async () => {
  engine = await startEngine();
  other = await startWorkerProcess(engine.database.connectionString);
});
afterEach(async () => {
  await other.kill();
  await engine[Symbol.asyncDispose]();
});

/** A silent host that tells of its connections, and a job that the other process has begun to scan it for. */
async function startScan() {
  const connections: { closed: boolean }[] = [];
  const host = await startFixtureTcpServer((socket) => {
    const connection = { closed: false };
    connections.push(connection);
    socket.on("close", () => {
      connection.closed = true;
    });
  });
  const credentialId = await engine.addCredential("linux");
  const request = { ipAddress: host.host, sshPort: host.port, credentialId };
  const { id } = accepted(await engine.jobs.createJob([request], context));
  await host.connected;
  return { host, connections, id };
}

const untilTakenOver = (connections: readonly unknown[]) => expect.poll(() => connections.length).toBe(2);
const scanRow = () => engine.database.db.selectFrom("host_scan_host").selectAll().executeTakeFirstOrThrow();

test("what a killed worker was scanning is taken over by another (fixture port)", async () => {
  const { host, connections } = await startScan();
  const { observer, recoveries } = keepRecoveries();
  const worker = await engine.startWorker({ observer });
  other.signal("SIGKILL");
  await untilTakenOver(connections);
  expect(connections[0]).toEqual({ closed: true });
  expect(await scanRow()).toMatchObject({ status: ActionStatus.Running, attempt: 2, losses: 1 });
  expect(recoveries).toEqual(["taken-over"]);
  await worker.stop({ graceMs: 0 });
  await host.stop();
});

test("a worker that stood still lets go of what another has taken over (fixture port)", async () => {
  const { host, connections } = await startScan();
  const worker = await engine.startWorker();
  other.signal("SIGSTOP");
  await untilTakenOver(connections);
  other.signal("SIGCONT");
  await expect.poll(() => connections[0]?.closed).toBe(true);
  await expect.poll(() => engine.lines.of("host taken over")).toHaveLength(1);
  expect(connections[1]).toEqual({ closed: false });
  expect(await scanRow()).toMatchObject({ status: ActionStatus.Running, attempt: 2, losses: 1 });
  await worker.stop({ graceMs: 0 });
  await host.stop();
});

test("of what a killed worker had ready to be written nothing is, and all is scanned again (fixture ports)", async () => {
  const sockets: { destroy(): unknown }[] = [];
  const hosts = await Promise.all(
    Array.from({ length: 3 }, () => startFixtureTcpServer((socket) => sockets.push(socket))),
  );
  const credentialId = await engine.addCredential("linux");
  const requests = hosts.map(({ host, port }) => ({ ipAddress: host, sshPort: port, credentialId }));
  const { id } = accepted(await engine.jobs.createJob(requests, context));
  await expect.poll(() => sockets.length).toBe(3);
  await engine.database.db.transaction().execute(async (trx) => {
    await sql`lock table host in exclusive mode`.execute(trx);
    for (const socket of sockets.splice(0)) socket.destroy();
    const waiting = async () => (await sql`select from pg_locks where not granted`.execute(trx)).rows.length;
    await expect.poll(waiting).toBeGreaterThan(0);
    await other.kill();
  });
  const worker = await engine.startWorker();
  await expect.poll(() => sockets.length).toBe(3);
  const rows = await engine.database.db.selectFrom("host_scan_host").selectAll().execute();
  const again = { status: ActionStatus.Running, attempt: 2, losses: 1, tries: 0 };
  expect(rows).toMatchObject([again, again, again]);
  for (const socket of sockets) socket.destroy();
  await engine.until(id, ({ status }) => status === ActionStatus.Failed);
  await worker.stop({ graceMs: 0 });
  for (const host of hosts) await host.stop();
});
