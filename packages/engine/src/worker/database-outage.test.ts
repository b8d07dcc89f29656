import { ActionStatus } from "@hostscan/contract";
import { migrateToLatest, openDatabase } from "@hostscan/database";
import { makeDatabaseFolder } from "@hostscan/database/testing";
import { answerAsThisMachine, startFixtureSshServer } from "@hostscan/scanner/testing";
import { expect, test } from "vitest";
import { keepRecoveries } from "../../test/keep-recoveries.ts";
import { accepted, context, rejected, startEngine } from "../../test/start-engine.ts";

const { Complete } = ActionStatus;

/** An engine on a database server of its own, which can be stopped and started. */
async function startEngineToStop() {
  const folder = await makeDatabaseFolder();
  const onLost = () => undefined;
  let server = await folder.start({ onLost });
  const { connectionString } = server;
  const database = openDatabase({ connectionString, onIdleError: () => undefined });
  await migrateToLatest(database.db);
  const drop = () => database.db.destroy();
  const engine = await startEngine({ ...database, connectionString, drop });
  return {
    engine,
    stopDatabase: () => server.stop(),
    async startDatabase() {
      server = await folder.start({ onLost });
    },
    async end() {
      await engine[Symbol.asyncDispose]();
      await server.stop();
    },
  };
}

/** A host that answers when it is told to. */
async function startWaitingHost() {
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  const host = await startFixtureSshServer({
    async answer(command) {
      asked.resolve();
      await answered.promise;
      return answerAsThisMachine(command);
    },
  });
  return { ...host, asked: asked.promise, answer: answered.resolve };
}

test("a result found while the database is away is written when it is back (fixture host)", async () => {
  const { engine, stopDatabase, startDatabase, end } = await startEngineToStop();
  await using host = await startWaitingHost();
  const credentialId = await engine.addCredential("linux", host);
  const { observer, recoveries } = keepRecoveries();
  await engine.startWorker({ observer });
  const request = {
    ipAddress: host.host,
    sshPort: host.port,
    credentialId,
    trustedThumbprint: host.thumbprint,
  };
  const { id = "" } = accepted(await engine.jobs.createJob([request], context));
  await host.asked;
  await stopDatabase();
  expect(rejected(await engine.jobs.getJob(id, context)).kind).toBe("unavailable");
  host.answer();
  await expect.poll(() => engine.lines.of("result not written").length).toBeGreaterThan(0);
  await startDatabase();
  await engine.until(id, ({ status }) => status === Complete);
  expect(host.logins).toEqual(["none", "password"]);
  const row = await engine.database.db.selectFrom("host_scan_host").selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ attempt: 1, losses: 0 });
  await expect.poll(() => recoveries).toEqual(["reconnect"]);
  await end();
});

test("a scan outlives its lease no more than others may take over, and is begun anew (fixture host)", async () => {
  const { engine, stopDatabase, startDatabase, end } = await startEngineToStop();
  await using host = await startWaitingHost();
  const credentialId = await engine.addCredential("linux", host);
  await engine.startWorker();
  const request = {
    ipAddress: host.host,
    sshPort: host.port,
    credentialId,
    trustedThumbprint: host.thumbprint,
  };
  const { id } = accepted(await engine.jobs.createJob([request], context));
  await host.asked;
  await stopDatabase();
  await host.untilDeserted();
  host.answer();
  await startDatabase();
  await engine.until(id, ({ status }) => status === Complete);
  const row = await engine.database.db.selectFrom("host_scan_host").selectAll().executeTakeFirstOrThrow();
  expect(row.attempt).toBeGreaterThan(1);
  await end();
});
