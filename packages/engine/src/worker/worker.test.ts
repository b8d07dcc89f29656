import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { answerAsThisMachine, startFixtureSshServer, startFixtureTcpServer } from "@hostscan/scanner/testing";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";

const { Queued, Complete, Failed } = ActionStatus;

let engine: TestEngine;
beforeEach(async () => {
  engine = await startEngine();
});
afterEach(() => engine[Symbol.asyncDispose]());

const scanRows = () =>
  engine.database.db.selectFrom("host_scan_host").selectAll().orderBy("position").execute();

test("a queued host is scanned, and its facts and its key are kept (fixture host)", async () => {
  await using host = await startFixtureSshServer();
  const credentialId = await engine.addCredential("linux", host);
  await engine.startWorker();
  const at = { ipAddress: host.host, sshPort: host.port };
  const request = { ...at, credentialId, acceptThumbprintOnFirstDiscovery: true };
  const { id } = accepted(await engine.jobs.createJob([request], context));
  const done = await engine.until(id, ({ status }) => status === Complete);
  expect(done).toMatchObject({
    statusDescription: "Complete.",
    hostScanHostStatus: [
      { statusDescription: "Complete", failureReason: ActionFailureReason.NoError, ipAddress: "127.0.0.1" },
    ],
  });
  const rows = engine.database.db.selectFrom("host").innerJoin("trust_record", "host_id", "id").selectAll();
  expect(await rows.executeTakeFirstOrThrow()).toMatchObject({
    os: done.hostScanHostStatus?.[0]?.os,
    protocol: "ssh",
    pinned_thumbprint: host.thumbprint,
  });
});

test("a host whose key is not trusted fails before it is logged in to, and its key is told (fixture host)", async () => {
  await using host = await startFixtureSshServer();
  const credentialId = await engine.addCredential("linux", host);
  await engine.startWorker();
  const request = { ipAddress: host.host, sshPort: host.port, credentialId };
  const { id } = accepted(await engine.jobs.createJob([request], context));
  const { hostScanHostStatus } = await engine.until(id, ({ status }) => status === Failed);
  expect(hostScanHostStatus).toMatchObject([
    {
      failureReason: ActionFailureReason.FailedToConnect,
      statusDescription: expect.stringContaining(host.thumbprint),
    },
  ]);
  expect(host.logins).toEqual([]);
});

test("a host that refuses the connection is tried as often as there are delays", async () => {
  const credentialId = await engine.addCredential("linux");
  await engine.startWorker({ retryDelaysSeconds: [0, 1] });
  const { id } = accepted(
    await engine.jobs.createJob([{ ipAddress: "127.0.0.1", sshPort: 1, credentialId }], context),
  );
  await engine.until(id, ({ status }) => status === Failed);
  expect(await scanRows()).toMatchObject([{ attempt: 3, tries: 2, losses: 0 }]);
  expect(engine.lines.of("scan finished").map(({ outcome }) => outcome)).toEqual([
    "retry",
    "retry",
    "failed",
  ]);
});

test("no more hosts are scanned at once than there are slots (fixture port)", async () => {
  await using one = await startFixtureTcpServer();
  await using other = await startFixtureTcpServer();
  const credentialId = await engine.addCredential("linux");
  const request = ({ host, port }: typeof one) => ({ ipAddress: host, sshPort: port, credentialId });
  const worker = await engine.startWorker({ concurrency: 1 });
  const { id = "" } = accepted(await engine.jobs.createJob([request(one), request(other)], context));
  await one.connected;
  const [, second] = accepted(await engine.jobs.getJob(id, context)).hostScanHostStatus ?? [];
  expect(second?.status).toBe(Queued);
  await one.stop();
  await other.connected;
  await worker.stop({ graceMs: 0 });
});

test("a running scan may end while the worker stops (fixture host)", async () => {
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  await using host = await startFixtureSshServer({
    async answer(command) {
      asked.resolve();
      await answered.promise;
      return answerAsThisMachine(command);
    },
  });
  const credentialId = await engine.addCredential("linux", host);
  const worker = await engine.startWorker();
  const request = {
    ipAddress: host.host,
    sshPort: host.port,
    credentialId,
    trustedThumbprint: host.thumbprint,
  };
  const { id = "" } = accepted(await engine.jobs.createJob([request], context));
  await asked.promise;
  const stopped = worker.stop({ graceMs: 20_000 });
  answered.resolve();
  await stopped;
  expect(accepted(await engine.jobs.getJob(id, context)).status).toBe(Complete);
});

test("a silent host is aborted when the worker stops, and given back to the queue (fixture port)", async () => {
  await using host = await startFixtureTcpServer();
  const credentialId = await engine.addCredential("linux");
  const worker = await engine.startWorker();
  const request = { ipAddress: host.host, sshPort: host.port, credentialId };
  accepted(await engine.jobs.createJob([request], context));
  await host.connected;
  await worker.stop({ graceMs: 0 });
  await host.untilDeserted();
  const [row] = await scanRows();
  expect(row).toMatchObject({ status: Queued, attempt: 1, losses: 0, tries: 0 });
  expect(await engine.queue.fetch(10)).toEqual([row?.id]);
});

test("a notification of a later release is passed over (fixture port)", async () => {
  await using host = await startFixtureTcpServer();
  const credentialId = await engine.addCredential("linux");
  await engine.startWorker();
  await sql`select pg_notify('hostscan', 'rest a while')`.execute(engine.database.db);
  const request = { ipAddress: host.host, sshPort: host.port, credentialId };
  accepted(await engine.jobs.createJob([request], context));
  await host.connected;
});
