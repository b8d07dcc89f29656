import { randomBytes } from "node:crypto";
import { ActionStatus } from "@hostscan/contract";
import { SecretKey, SecretKeyError } from "@hostscan/database";
import { testActor as actor, createEmptyDatabase } from "@hostscan/database/testing";
import { startFixtureSshServer } from "@hostscan/scanner/testing";
import { sql } from "kysely";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { accepted, context } from "../../test/start-engine.ts";
import type { WorkerObserver } from "../worker/worker-observer.ts";
import { openEngine, type WorkerSettings } from "./open-engine.ts";
import { openInstallation } from "./open-installation.ts";

const log = pino({ enabled: false });

async function makeDatabase() {
  const database = await createEmptyDatabase();
  onTestFinished(() => database.drop());
  return database;
}

/** An installation on an empty database, and its engine. */
async function open(worker?: WorkerSettings) {
  const { connectionString } = await makeDatabase();
  const secretKey = new SecretKey(randomBytes(32));
  const installation = await openInstallation({ connectionString, secretKey, actor, log });
  onTestFinished(() => installation.close());
  const engine = await openEngine({ installation, log, worker });
  onTestFinished(() => engine.close());
  return { installation, engine };
}

test("on an empty database an engine with a worker scans, as it is set (fixture host)", async () => {
  const begun: string[] = [];
  const ignore = () => undefined;
  const observer: WorkerObserver = {
    begin({ jobId }) {
      begun.push(jobId);
      return { enter: ignore, fail: ignore, end: ignore };
    },
    recover: ignore,
    pause: ignore,
  };
  const { installation, engine } = await open({ concurrency: 1, observer });
  await using host = await startFixtureSshServer();
  const { username, password } = host;
  const { id: credentialId } = accepted(
    await installation.credentials.add({ name: "lab", username, password, scope: ["localhost"] }),
  );
  await engine.worker?.start();
  onTestFinished(() => engine.worker?.stop({ graceMs: 0 }));
  const at = { ipAddress: host.host, sshPort: host.port };
  const request = { ...at, credentialId, acceptThumbprintOnFirstDiscovery: true };
  const { id = "" } = accepted(await engine.jobs.createJob([request], context));
  const status = async () => accepted(await engine.jobs.getJob(id, context)).status;
  await expect.poll(status).toBe(ActionStatus.Complete);
  expect(begun).toEqual([id]);
});

test("without settings of a worker there is none", async () => {
  expect((await open()).engine.worker).toBeUndefined();
});

test("another installation's secret key opens nothing, and leaves no connection behind", async () => {
  const { connectionString, db } = await makeDatabase();
  const options = { connectionString, actor, log };
  const mine = await openInstallation({ ...options, secretKey: new SecretKey(randomBytes(32)) });
  await mine.close();
  const theirs = openInstallation({ ...options, secretKey: new SecretKey(randomBytes(32)) });
  await expect(theirs).rejects.toThrow(SecretKeyError);
  const others = sql<{ pid: number }>`
    select pid from pg_stat_activity
    where datname = current_database() and application_name = 'hostscan' and pid <> pg_backend_pid()`;
  await expect.poll(async () => (await others.execute(db)).rows).toEqual([]);
});
