import { type Kysely, sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { migrateToLatest, NewerDatabaseError } from "./migrate.ts";
import { migrations } from "./migrations/index.ts";
import { openDatabase } from "./open-database.ts";
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from "./testing/index.ts";

async function dropLater(made: Promise<TestDatabase>): Promise<TestDatabase> {
  const database = await made;
  onTestFinished(() => database.drop());
  return database;
}

async function tablesOf({ db }: TestDatabase): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public'`.execute(db);
  return rows.map((row) => row.name);
}

test("processes that migrate an empty database at once take turns", async () => {
  const database = await dropLater(createEmptyDatabase());
  const { connectionString } = database;
  const others = [1, 2, 3].map(() => openDatabase({ connectionString, onIdleError: () => {} }));
  await Promise.all(others.map(({ db }) => migrateToLatest(db)));
  await Promise.all(others.map(({ db }) => db.destroy()));
  const ran = await sql`select name from kysely_migration`.execute(database.db);
  expect(ran.rows).toHaveLength(Object.keys(migrations).length);
  expect(await tablesOf(database)).toContain("host_scan_job");
});

test("migrating keeps the connection's limits, and leaves no lock", async () => {
  const { connectionString } = await dropLater(createTestDatabase());
  const { db } = openDatabase({ connectionString, max: 1, statementTimeoutMs: 1_234, onIdleError: () => {} });
  await migrateToLatest(db);
  const limit = await sql`show statement_timeout`.execute(db);
  const locks =
    await sql`select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()`.execute(db);
  await db.destroy();
  expect(limit.rows).toEqual([{ statement_timeout: "1234ms" }]);
  expect(locks.rows).toEqual([]);
});

test("a migration that fails leaves nothing behind", async () => {
  const database = await dropLater(createTestDatabase());
  const failing = {
    async up(db: Kysely<unknown>) {
      await sql`create table half_done ()`.execute(db);
      await sql`select no_such_column`.execute(db);
    },
  };
  const attempt = migrateToLatest(database.db, { ...migrations, "9999-failing": failing });
  await expect(attempt).rejects.toMatchObject({ code: "42703" });
  expect(await tablesOf(database)).not.toContain("half_done");
  await migrateToLatest(database.db);
});

test("a database of a later release is refused", async () => {
  const { db } = await dropLater(createTestDatabase());
  await migrateToLatest(db, { ...migrations, "9999-later": { up: async () => {} } });
  await expect(migrateToLatest(db)).rejects.toThrow(NewerDatabaseError);
  await expect(migrateToLatest(db)).rejects.toThrow("which has made 9999-later: start that release");
});
