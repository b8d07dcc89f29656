import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { onTestFinished } from "vitest";
import type { Account } from "../postgres/account.ts";
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from "../postgres/index.ts";
import { type DatabaseUser, spawnDatabaseUser } from "./spawn-database-user.ts";

/** Folders of a test's own, within reach of root's unprivileged user: for data (not made yet) and for state. */
export interface DatabaseFolder {
  readonly root: string;
  readonly dataDir: string;
  readonly stateFolder: string;
  /** Uses the database from this process until it is stopped, or the test is over. */
  start(options?: Partial<EmbeddedPostgresOptions>): Promise<EmbeddedPostgres>;
  /** Uses it from a process of its own, as another user if an account is given. */
  spawnUser(account?: Account): DatabaseUser;
}

/** Gives folders that are removed when the test is over. A server that still runs then ends by itself. */
export async function makeDatabaseFolder(name = "data"): Promise<DatabaseFolder> {
  const root = await mkdtemp(join(tmpdir(), "hostscan-engine-"));
  await chmod(root, 0o711);
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const dataDir = join(root, name);
  const stateFolder = join(root, "state");
  return {
    root,
    dataDir,
    stateFolder,
    async start(options) {
      const server = await startEmbeddedPostgres({ dataDir, stateFolder, onLost: () => {}, ...options });
      onTestFinished(() => server.stop());
      return server;
    },
    spawnUser(account) {
      const user = spawnDatabaseUser(dataDir, stateFolder, account);
      onTestFinished(() => user.kill());
      return user;
    },
  };
}

/** Runs one statement over a connection of its own, and gives the first column of the first row. */
export async function ask(connectionString: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query({ text: statement, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** Process id of the running server. */
export async function postmasterOf(dataDir: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, "postgres", "data", "postmaster.pid"), "utf8"), 10);
}
