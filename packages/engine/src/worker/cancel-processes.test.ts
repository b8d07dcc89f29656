import { ActionStatus } from "@hostscan/contract";
import { type FixtureTcpServer, startFixtureTcpServer } from "@hostscan/scanner/testing";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { queueEntries } from "../../test/queue-entries.ts";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { startWorkerProcess, type WorkerProcessOptions } from "../../test/start-worker-process.ts";

const { Cancelled } = ActionStatus;

let engine: TestEngine;
let credentialId: string;
beforeEach(async () => {
  engine = await startEngine();
  credentialId = await engine.addCredential("linux");
});
afterEach(() => engine[Symbol.asyncDispose]());

/** Hosts that accept connections and say nothing, and how many have been accepted and are open. */
async function startHosts(count: number) {
  const seen = { accepted: 0, open: 0 };
  const serve: Parameters<typeof startFixtureTcpServer>[0] = (socket) => {
    seen.accepted += 1;
    seen.open += 1;
    socket.on("close", () => {
      seen.open -= 1;
    });
  };
  const hosts: FixtureTcpServer[] = [];
  for (let host = 0; host < count; host += 1) hosts.push(await startFixtureTcpServer(serve));
  onTestFinished(async () => {
    await Promise.all(hosts.map((host) => host.stop()));
  });
  const requests = hosts.map(({ host, port }) => ({ ipAddress: host, sshPort: port, credentialId }));
  const schedule = async () => accepted(await engine.jobs.createJob(requests, context)).id ?? "";
  return { seen, schedule };
}

async function startProcess(options?: WorkerProcessOptions) {
  const worker = await startWorkerProcess(engine.database.connectionString, options);
  onTestFinished(() => worker.kill());
  return worker;
}

const cancel = async (id: string) => accepted(await engine.jobs.cancelJob(id, context));
const soon = { timeout: 20_000 };
const untilAccepted = ({ seen }: Awaited<ReturnType<typeof startHosts>>, count: number) =>
  expect.poll(() => seen.accepted).toBeGreaterThanOrEqual(count);

test("after a job is cancelled no process connects for it, wherever in it they were (fixture ports)", async () => {
  await Promise.all([startProcess({ concurrency: 4 }), startProcess({ concurrency: 4 })]);
  for (const moment of [0, 1, 3, 5, 8]) {
    const hosts = await startHosts(12);
    const id = await hosts.schedule();
    await untilAccepted(hosts, moment);
    await Promise.all([cancel(id), cancel(id)]);
    const { accepted: before } = hosts.seen;
    await expect.poll(() => hosts.seen.open, soon).toBe(0);
    expect(await queueEntries(engine.database)).toEqual([]);
    // Both processes have taken as many other hosts as they can: nothing is left of what they took before.
    const later = await startHosts(8);
    const laterId = await later.schedule();
    await untilAccepted(later, 8);
    await cancel(laterId);
    await expect.poll(() => later.seen.open, soon).toBe(0);
    expect(hosts.seen).toEqual({ accepted: before, open: 0 });
    expect(accepted(await engine.jobs.getJob(id, context)).status).toBe(Cancelled);
  }
  expect(engine.lines.of("cancelled without word from a worker: its leases have ended")).toEqual([]);
});

test("a process that stood still when the job was cancelled connects no more when it goes on (fixture ports)", async () => {
  const worker = await startProcess({ waiting: true });
  const hosts = await startHosts(1);
  const other = await startHosts(1);
  const otherId = await other.schedule();
  await worker.untilLogged("credential asked for");
  worker.goOn();
  await untilAccepted(other, 1);
  const id = await hosts.schedule();
  const running = () => engine.until(id, ({ status }) => status === ActionStatus.Running);
  await running();
  worker.signal("SIGSTOP");
  await Promise.all([cancel(id), cancel(otherId), cancel(id)]);
  await cancel(id);
  // What it waited for is there as soon as it goes on.
  worker.goOn();
  worker.signal("SIGCONT");
  await expect.poll(() => other.seen.open, soon).toBe(0);
  // Whichever it finds out first: that its leases have ended, or that the jobs are cancelled.
  await worker.untilLogged(["scan aborted", "late result refused"], 2);
  await worker.kill();
  expect(hosts.seen.accepted).toBe(0);
  expect(await queueEntries(engine.database)).toEqual([]);
});

test("a worker that hears nothing lets go of what was cancelled, too (fixture port)", async () => {
  const hosts = await startHosts(1);
  await engine.startWorker();
  const id = await hosts.schedule();
  await untilAccepted(hosts, 1);
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like 'LISTEN%'`.execute(engine.database.db);
  await cancel(id);
  await expect.poll(() => hosts.seen.open, soon).toBe(0);
  expect(engine.lines.of("scan aborted")).toMatchObject([{ jobId: id, reason: "cancelled" }]);
  expect(engine.lines.of("cancelled without word from a worker: its leases have ended")).toEqual([]);
});
