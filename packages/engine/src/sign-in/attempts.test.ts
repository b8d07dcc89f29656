import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/index.ts";
import {
  type AttemptScope,
  beginAttempt,
  forgetFailures,
  removeForgotten,
  takeBack,
  waitAfter,
} from "./attempts.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const newKey = () => crypto.randomUUID();
const begin = (scope: AttemptScope, key: string) => beginAttempt(database.db, scope, key);

/** As after so many failures, the last one just now. */
async function setFailures(scope: AttemptScope, key: string, failures: number) {
  await begin(scope, key);
  await sql`update sign_in_attempt set failures = ${failures}, last_at = clock_timestamp()
    where last_at = (select max(last_at) from sign_in_attempt)`.execute(database.db);
}

/** Lets time pass for all that was counted so far. */
const pass = (seconds: number) =>
  sql`update sign_in_attempt set last_at = last_at - make_interval(secs => ${seconds})`.execute(database.db);

test.each([
  ["login", [0, 0, 1, 2, 4, 8, 16, 32, 60, 60], 3],
  ["code", [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900], 3],
  ["address", [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900], 18],
] as const)(
  "by %s, the waits after one failure and the next are %j s, from %i failures on",
  async (scope, waits, first) => {
    const key = newKey();
    const seconds: number[] = [];
    for (const [more] of waits.entries()) {
      await setFailures(scope, key, first + more);
      const { rows } = await sql<{ seconds: number }>`
      select extract(epoch from ${waitAfter(scope)})::int as seconds from sign_in_attempt
      where last_at = (select max(last_at) from sign_in_attempt)`.execute(database.db);
      seconds.push(...rows.map((row) => row.seconds));
      await pass(3_000);
    }
    expect(seconds).toEqual(waits);
  },
);

test("an attempt is the last one without a wait, and one during a wait is told how long it is", async () => {
  const key = newKey();
  const lasts: boolean[] = [];
  for (let attempt = 1; attempt <= 5; attempt++) {
    const result = await begin("login", key);
    lasts.push(result.admitted && result.last);
  }
  expect(lasts).toEqual([false, false, false, false, true]);
  await pass(61);
  await setFailures("login", key, 20);
  const held = await begin("login", key);
  if (held.admitted) expect.fail("admitted during a wait");
  expect(held.retryAfterSeconds).toBeGreaterThan(50);
  expect(held.retryAfterSeconds).toBeLessThanOrEqual(60);
});

test("an attempt during a wait is not counted: the wait ends when it was to", async () => {
  const key = newKey();
  await setFailures("login", key, 20);
  for (let time = 0; time < 50; time++) expect(await begin("login", key)).toMatchObject({ admitted: false });
  await pass(60);
  expect(await begin("login", key)).toMatchObject({ admitted: true });
});

test("however many attempts come at once, one gets in after each wait", async () => {
  const key = newKey();
  await setFailures("login", key, 20);
  for (let wait = 0; wait < 3; wait++) {
    await pass(60);
    const attempts = await Promise.all(Array.from({ length: 40 }, () => begin("login", key)));
    expect(attempts.filter(({ admitted }) => admitted)).toHaveLength(1);
  }
});

test("failures are forgotten after an hour without one", async () => {
  const key = newKey();
  await setFailures("login", key, 20);
  await pass(3_601);
  expect(await begin("login", key)).toEqual({ admitted: true, last: false });
});

test("a success forgets failures, and one taken back counts for itself alone", async () => {
  const [key, other] = [newKey(), newKey()];
  for (const each of [key, other]) for (let time = 0; time < 4; time++) await begin("address", each);
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
