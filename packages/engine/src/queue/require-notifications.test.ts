import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { ActionStatus } from "@hostscan/contract";
import { openDatabase, SecretKey, UnusableDatabaseError } from "@hostscan/database";
import {
  testActor as actor,
  createTestDatabase,
  PGBOUNCER,
  type Pgbouncer,
  startPgbouncer,
  type TestDatabase,
} from "@hostscan/database/testing";
import { startFixtureSshServer } from "@hostscan/scanner/testing";
import { sql } from "kysely";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { accepted, context } from "../../test/start-engine.ts";
import { openEngine } from "../installation/open-engine.ts";
import { openInstallation } from "../installation/open-installation.ts";
import { requireNotifications } from "./require-notifications.ts";
import { createScanQueue } from "./scan-queue.ts";

const log = pino({ enabled: false });
const onIdleError = () => undefined;

/** The least that may be set. */
const LEAST = 2;
/** What an engine with a worker then holds: for calls and scans, for the queue, to listen, for leases. */
const ALL = LEAST + LEAST + 1 + 2;

describe.runIf(existsSync(PGBOUNCER))("behind the real pgbouncer", () => {
  let database: TestDatabase;
  let pgbouncer: Pgbouncer;
  beforeAll(async () => {
    database = await createTestDatabase();
    pgbouncer = await startPgbouncer(database.connectionString, ALL);
  });
  afterAll(async () => {
    await pgbouncer[Symbol.asyncDispose]();
    await database.drop();
  });

  test("by session, a worker of as few connections as may be scans over as many as it tells (fixture host)", async () => {
    const secretKey = new SecretKey(randomBytes(32));
    const options = { connectionString: pgbouncer.session, maxConnections: LEAST, secretKey, actor, log };
    const installation = await openInstallation(options);
    const engine = await openEngine({ installation, log, queueConnections: LEAST, worker: {} });
    onTestFinished(async () => {
      await engine.worker?.stop({ graceMs: 0 });
      await engine.close();
      await installation.close();
    });
    expect(LEAST + engine.mostConnections).toBe(ALL);
    await engine.worker?.start();
    await using host = await startFixtureSshServer();
    const { username, password } = host;
    const account = { name: "lab", username, password, scope: ["localhost"] };
    const { id: credentialId } = accepted(await installation.credentials.add(account));
    const request = {
      ...{ ipAddress: host.host, sshPort: host.port },
      ...{ credentialId, acceptThumbprintOnFirstDiscovery: true },
    };
    const { id = "" } = accepted(await engine.jobs.createJob([request], context));
    const status = async () => accepted(await engine.jobs.getJob(id, context)).status;
    await expect.poll(status).toBe(ActionStatus.Complete);
    const limits = sql<{ statement: string; transaction: string }>`
      select current_setting('statement_timeout') as statement,
        current_setting('idle_in_transaction_session_timeout') as transaction`;
    expect((await limits.execute(installation.db)).rows).toEqual([{ statement: "30s", transaction: "10s" }]);
  });

  test("by transaction, it is told that notifications do not arrive", async () => {
    const connectionString = pgbouncer.transaction;
    const { db } = openDatabase({ connectionString, max: LEAST, onIdleError });
    const queue = createScanQueue({ connectionString, supervise: false, log });
    await queue.start();
    onTestFinished(async () => {
      await queue.stop();
      await db.destroy();
    });
    const required = requireNotifications(db, queue, 20);
    await expect(required).rejects.toThrow(UnusableDatabaseError);
    await expect(required).rejects.toThrow(
      /^Notifications of the database do not arrive: pgbouncer, .* by session/,
    );
  });
});
