import { ActionStatus } from "@hostscan/contract";
import { type OpenDatabase, openDatabase } from "@hostscan/database";
import { type FreezingProxy, startFreezingProxy } from "@hostscan/database/testing";
import { answerAsThisMachine, startFixtureSshServer } from "@hostscan/scanner/testing";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";

const RENEWAL = "heartbeat_on = pgboss.job_now()";
const RESULT = "with ended as";
const FACTS = "update host set name";

let engine: TestEngine;
let proxy: FreezingProxy;
let distant: OpenDatabase | undefined;
beforeEach(async () => {
  engine = await startEngine();
  proxy = await startFreezingProxy(engine.database.connectionString);
});
afterEach(async () => {
  await engine[Symbol.asyncDispose]();
  await proxy.stop();
  await distant?.db.destroy();
});

/** Starts a worker that reaches its jobs through the proxy. */
async function startDistantWorker(statementTimeoutMs: number): Promise<void> {
  const { connectionString } = proxy;
  distant = openDatabase({ connectionString, statementTimeoutMs, onIdleError: () => undefined });
  await engine.startWorker({ db: distant.db, connectionString });
}

/** A job whose host has been asked for its facts, and answers when told to. */
async function startScan() {
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  const host = await startFixtureSshServer({
    async answer(command) {
      asked.resolve();
      await answered.promise;
      return answerAsThisMachine(command);
    },
  });
  const credentialId = await engine.addCredential("linux", host);
  const at = { platformName: "Linux", ipAddress: host.host, sshPort: host.port };
  const request = { ...at, credentialId, trustedThumbprint: host.thumbprint };
  const { id } = accepted(await engine.jobs.createJob([request], context));
  await asked.promise;
  return { id, answer: answered.resolve, [Symbol.asyncDispose]: () => host.stop() };
}

const scanRow = () => engine.database.db.selectFrom("host_scan_host").selectAll().executeTakeFirstOrThrow();

test("a result sent over a connection that has gone silent is written over another (fixture host)", async () => {
  await startDistantWorker(1_000);
  await using scan = await startScan();
  const frozen = proxy.freezeAt(RESULT);
  scan.answer();
  await frozen;
  await engine.until(scan.id, ({ status }) => status === ActionStatus.Complete);
  expect(await scanRow()).toMatchObject({ attempt: 1, losses: 0 });
  expect(engine.lines.of("result not written")).toHaveLength(1);
});

test("rows that a silent connection holds locked are free again soon (fixture host)", async () => {
  await startDistantWorker(1_000);
  await using scan = await startScan();
  const frozen = proxy.freezeAt(FACTS);
  scan.answer();
  await frozen;
  await engine.until(scan.id, ({ status }) => status === ActionStatus.Complete);
  expect(await scanRow()).toMatchObject({ attempt: 1, losses: 0 });
});

test("a renewal of leases on a connection that has gone silent is overtaken (fixture host)", async () => {
  await startDistantWorker(30_000);
  await using scan = await startScan();
  await proxy.freezeAt(RENEWAL);
  const frozenAt = new Date();
  const renewedAt = async () => {
    const { rows } = await sql<{ at: Date }>`select heartbeat_on as at from pgboss.job`.execute(
      engine.database.db,
    );
    return rows[0]?.at;
  };
  await expect.poll(renewedAt).toSatisfy((at) => at instanceof Date && at > frozenAt);
  scan.answer();
  await engine.until(scan.id, ({ status }) => status === ActionStatus.Complete);
  expect(await scanRow()).toMatchObject({ attempt: 1, losses: 0 });
});
