import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/index.ts";
import { type AttemptScope, beginAttempt, forgetFailures, removeForgotten, takeBack } from "./attempts.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const newKey = () => crypto.randomUUID();
const begin = (scope: AttemptScope, key: string) => beginAttempt(database.db, scope, key);

async function fail(scope: AttemptScope, key: string, times: number) {
  for (let time = 0; time < times; time++) {
    expect(await begin(scope, key)).toMatchObject({ admitted: true });
    if (time >= 4) await pass(60);
  }
}

/** Lets time pass for all that was counted so far. */
const pass = (seconds: number) =>
  sql`update sign_in_attempt set last_at = last_at - make_interval(secs => ${seconds})`.execute(database.db);

test("five failures go without a wait, and each further one waits twice as long, up to a minute", async () => {
  const key = newKey();
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 13; attempt++) {
    const { admitted, ...result } = await begin("login", key);
    expect(admitted).toBe(true);
    expect(result).toEqual({ last: attempt >= 5 });
    const next = attempt < 5 ? undefined : await begin("login", key);
    const seconds = next && !next.admitted ? next.retryAfterSeconds : 0;
    waits.push(seconds);
    await pass(seconds);
  }
  expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

test("an attempt during a wait is not counted: the wait ends when it was to", async () => {
  const key = newKey();
  await fail("login", key, 5);
  await begin("login", key);
  for (let time = 0; time < 50; time++) await begin("login", key);
  await pass(2);
  expect(await begin("login", key)).toMatchObject({ admitted: true });
});

test("however many attempts come at once, no more get in than one after the other", async () => {
  const key = newKey();
  const attempts = await Promise.all(Array.from({ length: 40 }, () => begin("login", key)));
  expect(attempts.filter(({ admitted }) => admitted)).toHaveLength(5);
});

test.each([
  ["code", 5, 900],
  ["address", 20, 900],
] as const)("by %s, %i failures go without a wait, and the longest is %i s", async (scope, free, longest) => {
  const key = newKey();
  for (let attempt = 0; attempt < free; attempt++) {
    expect(await begin(scope, key)).toMatchObject({ admitted: true });
  }
  expect(await begin(scope, key)).toMatchObject({ admitted: false });
  for (let attempt = 0; attempt < 12; attempt++) {
    await pass(longest);
    expect(await begin(scope, key)).toMatchObject({ admitted: true });
  }
  expect(await begin(scope, key)).toEqual({ admitted: false, retryAfterSeconds: longest });
});

test("failures are forgotten after an hour without one", async () => {
  const key = newKey();
  await fail("login", key, 8);
  await pass(3_601);
  expect(await begin("login", key)).toEqual({ admitted: true, last: false });
});

test("a success forgets failures, and one taken back counts for itself alone", async () => {
  const [key, other] = [newKey(), newKey()];
  for (const each of [key, other]) await fail("address", each, 4);
  await forgetFailures(database.db, "address", key);
  await takeBack(database.db, "address", other);
  const counts = await database.db
    .selectFrom("sign_in_attempt")
    .select("failures")
    .where("scope", "=", "address")
    .where("failures", "=", 3)
    .execute();
  expect(counts).toHaveLength(1);
});

test("what was typed is not kept, and what is forgotten is removed", async () => {
  await database.db.deleteFrom("sign_in_attempt").execute();
  const typed = "my password, by mistake";
  await begin("login", typed);
  const rows = await database.db.selectFrom("sign_in_attempt").selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(Buffer.from(typed).toString("hex"));
  expect(rows.map(({ key }) => key.length)).toEqual([32]);
  await removeForgotten(database.db);
  expect(await database.db.selectFrom("sign_in_attempt").selectAll().execute()).toHaveLength(1);
  await pass(3_601);
  await removeForgotten(database.db);
  expect(await database.db.selectFrom("sign_in_attempt").selectAll().execute()).toEqual([]);
});
