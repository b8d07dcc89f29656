import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("a test database has the tables and no rows", async () => {
  const { count } = await database.db
    .selectFrom("host")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  expect(count).toBe(0);
});

test("it is the test's own", async () => {
  const other = await createTestDatabase();
  await sql`create table mine ()`.execute(other.db);
  const found = await sql<{ table: string | null }>`select to_regclass('mine')::text as table`.execute(
    database.db,
  );
  expect(found.rows).toEqual([{ table: null }]);
  await other.drop();
});
