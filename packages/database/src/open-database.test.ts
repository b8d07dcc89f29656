import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isUnavailable } from "./is-unavailable.ts";
import { openDatabase } from "./open-database.ts";
import { createTestDatabase, type TestDatabase } from "./testing/index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.unreachable("the call succeeded"),
    (error) => error,
  );
}

test("a count is a number", async () => {
  const { count } = await database.db
    .selectFrom("host")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  expect(count).toBe(0);
});

test("a connection lost while idle is told, and replaced", async () => {
  const { promise: told, resolve } = Promise.withResolvers<Error>();
  const { connectionString } = database;
  const { db } = openDatabase({ connectionString, max: 1, onIdleError: resolve });
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(database.db);
  expect(isUnavailable(await told)).toBe(true);
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  await db.destroy();
});

test("a statement, and a wait for a connection, have an end, and both mean unavailable", async () => {
  const { db, pool } = openDatabase({
    connectionString: database.connectionString,
    max: 1,
    connectionTimeoutMs: 1_000,
    statementTimeoutMs: 50,
    onIdleError: () => {},
  });
  const slow = await failureOf(sql`select pg_sleep(20)`.execute(db));
  expect(slow).toMatchObject({ code: "57014" });
  expect(isUnavailable(slow)).toBe(true);
  const taken = await pool.connect();
  expect(isUnavailable(await failureOf(sql`select 1`.execute(db)))).toBe(true);
  taken.release();
  await db.destroy();
});

test("a connection lost during a statement means unavailable", async () => {
  const { db } = openDatabase({ connectionString: database.connectionString, max: 1, onIdleError: () => {} });
  const lost = await failureOf(sql`select pg_terminate_backend(pg_backend_pid())`.execute(db));
  expect(isUnavailable(lost)).toBe(true);
  await db.destroy();
});

test.each(["postgresql://hostscan@127.0.0.1:1/postgres", "postgresql://hostscan@/postgres?host=/nowhere"])(
  "nobody at %s means unavailable",
  async (connectionString) => {
    const { db } = openDatabase({ connectionString, onIdleError: () => {} });
    expect(isUnavailable(await failureOf(sql`select 1`.execute(db)))).toBe(true);
    await db.destroy();
  },
);

test("a fault of the statement does not", async () => {
  expect(isUnavailable(await failureOf(sql`select no_such_column`.execute(database.db)))).toBe(false);
});
