import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrateToLatest, openDatabase } from "@hostscan/database";
import { startEmbeddedPostgres } from "@hostscan/database/postgres";
import { databaseUrl, TEMPLATE } from "@hostscan/database/testing";
import { sql } from "kysely";
import { pino } from "pino";
import type { TestProject } from "vitest/node";
import { createScanQueue } from "../queue/scan-queue.ts";

/** A Postgres server with a template that has all tables and the queue, for tests only: it gives up durability for speed. */
interface TestServer {
  readonly url: string;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
}

const FAST = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
const FOLDER = /^hostscan-test-(\d+)-/;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Removes the folders of killed runs; a server ends by itself once its folder is gone. */
async function sweep(): Promise<void> {
  const names = await readdir(tmpdir());
  const dead = names.filter((name) => {
    const pid = FOLDER.exec(name)?.[1];
    return pid !== undefined && !isAlive(Number(pid));
  });
  await Promise.all(dead.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true })));
}

async function makeTemplate(serverUrl: string, onLost: (error: Error) => void): Promise<void> {
  const server = openDatabase({ connectionString: serverUrl, max: 1, onIdleError: onLost });
  await sql`create database ${sql.id(TEMPLATE)}`.execute(server.db);
  await server.db.destroy();
  const connectionString = databaseUrl(serverUrl, TEMPLATE);
  const template = openDatabase({ connectionString, max: 1, onIdleError: onLost });
  await migrateToLatest(template.db);
  await template.db.destroy();
  // To install it takes several times as long as to copy it.
  const queue = createScanQueue({ connectionString, supervise: false, log: pino({ level: "silent" }) });
  await queue.start();
  await queue.stop();
}

/** Starts a test server in a folder of its own under the system's folder for temporary files. */
export async function startTestServer(onLost: (error: Error) => void): Promise<TestServer> {
  await sweep();
  const dataDir = await mkdtemp(join(tmpdir(), `hostscan-test-${process.pid}-`));
  // Under root another user runs the server and has to pass through.
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedPostgres({
    dataDir,
    stateFolder: join(dataDir, "state"),
    settings: FAST,
    onLost,
  });
  await makeTemplate(server.connectionString, onLost);
  return {
    url: server.connectionString,
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** Starts one Postgres server for the whole run, and removes it afterwards (vitest `globalSetup`). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer((error) => process.emitWarning(error));
  project.provide("postgresUrl", server.url);
  return () => server.stop();
}
