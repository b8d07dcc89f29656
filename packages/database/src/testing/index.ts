import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { inject } from "vitest";
import { type OpenDatabase, openDatabase } from "../open-database.ts";
import { databaseUrl, TEMPLATE } from "./database-url.ts";

export { makeDatabaseFolder } from "./database-folder.ts";
export { databaseUrl, TEMPLATE } from "./database-url.ts";
export { type FrailServer, startFrailServer } from "./frail-server.ts";
export { type FreezingProxy, startFreezingProxy } from "./freezing-proxy.ts";
export { keepLogLines, type LogLines } from "./log-lines.ts";
export { PGBOUNCER, type Pgbouncer, startPgbouncer } from "./pgbouncer.ts";
export { accepted, rejected } from "./results.ts";
export { makeSecretBox } from "./secret-box.ts";
export { testActor } from "./test-actor.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Connection string of the run's Postgres server. */
    postgresUrl: string;
    /** The server's executable, bundled for this run. */
    serverExecutable: string;
  }
}

/** A database of a test's own. */
export interface TestDatabase extends OpenDatabase {
  readonly connectionString: string;
  /** Closes the pool and removes the database, even if others are still connected. */
  drop(): Promise<void>;
}

/** Dropping a database may overtake the end of its connections. */
function onIdleError(): void {}

async function onServer(statement: ReturnType<typeof sql>): Promise<void> {
  const { db } = openDatabase({ connectionString: inject("postgresUrl"), max: 1, onIdleError });
  await statement.execute(db);
  await db.destroy();
}

async function createFrom(template: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  // Files are copied as they are, with no word of it in the write-ahead log: half of the work.
  await onServer(sql`create database ${sql.id(name)} template ${sql.id(template)} strategy file_copy`);
  const connectionString = databaseUrl(inject("postgresUrl"), name);
  const database = openDatabase({ connectionString, onIdleError });
  return {
    ...database,
    connectionString,
    async drop() {
      await database.db.destroy();
      await onServer(sql`drop database ${sql.id(name)} with (force)`);
    },
  };
}

/**
 * Makes a database with all tables, the queue's too, and no rows on the run's Postgres server.
 * Needs `global-setup.ts` among vitest's `globalSetup`.
 */
export function createTestDatabase(): Promise<TestDatabase> {
  return createFrom(TEMPLATE);
}

/** Like {@link createTestDatabase}, but without tables. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return createFrom("template0");
}
