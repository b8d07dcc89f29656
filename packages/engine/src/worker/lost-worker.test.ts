import { ActionStatus } from "@hostscan/contract";
import { startFixtureTcpServer } from "@hostscan/scanner/testing";
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

const untilTakenOver = (connections: readonly unknown[]) =>
  expect.poll(() => connections.length, { timeout: 25_000 }).toBe(2);
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
  await expect.poll(() => connections[0]?.closed, { timeout: 10_000 }).toBe(true);
  await expect.poll(() => engine.lines.of("host taken over")).toHaveLength(1);
  expect(connections[1]).toEqual({ closed: false });
  expect(await scanRow()).toMatchObject({ status: ActionStatus.Running, attempt: 2, losses: 1 });
  await worker.stop({ graceMs: 0 });
  await host.stop();
});
