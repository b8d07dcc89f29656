import { createTestDatabase, type TestDatabase } from "@hostscan/database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { codeBudgets, loginBudget, passwordBudgets } from "../sign-in/budgets.ts";
import {
  type Budget,
  countFailure,
  failuresOf,
  forgetLogin,
  release,
  removeForgottenAttempts,
  reserve,
  waitAfter,
  waitLeft,
} from "./attempts.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const patience = { free: 5, firstSeconds: 1, longestSeconds: 60 };
const newBudget = (): Budget => ({ scope: "test", key: crypto.randomUUID(), patience, login: "alice" });
const begin = (budget: Budget) => reserve(database.db, budget);

async function fail(budget: Budget, times = 1) {
  for (let time = 0; time < times; time++) {
    expect(await begin(budget)).toEqual({ state: "reserved" });
    await countFailure(database.db, budget);
  }
}

/** As after so many failures, the last one just now. */
async function setFailures(budget: Budget, failures: number) {
  await fail(budget);
  await sql`update sign_in_attempt set failures = ${failures}, last_at = clock_timestamp()
    where last_at = (select max(last_at) from sign_in_attempt)`.execute(database.db);
}

/** Lets time pass for all that was counted so far. */
const pass = (seconds: number) =>
  sql`update sign_in_attempt set last_at = last_at - make_interval(secs => ${seconds}),
    pending_at = pending_at - make_interval(secs => ${seconds})`.execute(database.db);

const at = { address: "192.0.2.1", device: undefined };
const known = { address: "192.0.2.1", device: "device-1" };
const alice = { id: "1", login: "alice" };

test.each([
  [
    "an address",
    passwordBudgets("alice", at, false)[0],
    20,
    [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900],
  ],
  [
    "a login at an address",
    passwordBudgets("alice", at, false)[1],
    5,
    [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900],
  ],
  ["the same in a storm", passwordBudgets("alice", at, true)[1], 3, [900, 900]],
  ["a login", passwordBudgets("alice", at, false)[2], 50, [1, 1, 1]],
  ["a known device", passwordBudgets("alice", known, false)[0], 5, [1, 2, 4, 8, 16, 32, 60, 60]],
  ["codes", codeBudgets(alice, at)[1], 5, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]],
  ["codes of a known device", codeBudgets(alice, known)[0], 5, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900]],
])("%s waits after so many failures, so many seconds", async (_, budget, free, waits) => {
  if (!budget) expect.fail("no such budget");
  const counts = [free - 1, ...waits.map((__, more) => free + more)];
  const seconds = counts.map(
    (count) => sql`extract(epoch from ${waitAfter(budget.patience, sql`${count}::int`)})::int`,
  );
  const { rows } = await sql<{ all: number[] }>`select array[${sql.join(seconds)}] as all`.execute(
    database.db,
  );
  expect(rows[0]?.all).toEqual([0, ...waits]);
});

test("a known device is counted by itself alone", () => {
  expect(passwordBudgets("alice", known, false)).toHaveLength(1);
  expect(codeBudgets(alice, known)).toHaveLength(1);
});

test("addresses of IPv6 count by their /64, and an IPv4 address however it is written", () => {
  const keyOf = (address: string) => passwordBudgets("alice", { address, device: undefined }, false)[1]?.key;
  expect(keyOf("2001:db8::1")).toBe(keyOf("2001:db8::ffff:1"));
  expect(keyOf("2001:db8::1")).not.toBe(keyOf("2001:db8:0:1::1"));
  expect(keyOf("::ffff:192.0.2.1")).toBe(keyOf("192.0.2.1"));
});

test("a failure tells whether the next one waits, and one during a wait is told how long", async () => {
  const budget = newBudget();
  const lasts: boolean[] = [];
  for (let attempt = 1; attempt <= 5; attempt++) {
    await begin(budget);
    lasts.push(await countFailure(database.db, budget));
  }
  expect(lasts).toEqual([false, false, false, false, true]);
  await pass(61);
  await setFailures(budget, 20);
  const held = await begin(budget);
  if (held.state !== "waiting") expect.fail(held.state);
  expect(held.retryAfterSeconds).toBeGreaterThan(50);
  expect(held.retryAfterSeconds).toBeLessThanOrEqual(60);
  expect(await waitLeft(database.db, budget)).toBeGreaterThan(50);
});

test("an attempt during a wait is not counted: the wait ends when it was to", async () => {
  const budget = newBudget();
  await setFailures(budget, 20);
  for (let time = 0; time < 50; time++) expect(await begin(budget)).toMatchObject({ state: "waiting" });
  await pass(60);
  expect(await begin(budget)).toEqual({ state: "reserved" });
});

test("however many come at once, no more guess than may fail without a wait", async () => {
  const budget = newBudget();
  const attempts = await Promise.all(Array.from({ length: 40 }, () => begin(budget)));
  const reserved = attempts.filter(({ state }) => state === "reserved");
  expect(reserved).toHaveLength(5);
  expect(attempts.filter(({ state }) => state === "taken")).toHaveLength(35);
  for (const _ of reserved) await countFailure(database.db, budget);
  expect(await begin(budget)).toMatchObject({ state: "waiting" });
});

test("however many come at once, one gets in after each wait", async () => {
  const budget = newBudget();
  await setFailures(budget, 20);
  for (let wait = 0; wait < 3; wait++) {
    await pass(60);
    const attempts = await Promise.all(Array.from({ length: 40 }, () => begin(budget)));
    expect(attempts.filter(({ state }) => state === "reserved")).toHaveLength(1);
    await countFailure(database.db, budget);
    await pass(1);
  }
});

test("what succeeds is not counted, nor does it make others wait again", async () => {
  const budget = newBudget();
  await setFailures(budget, 20);
  await pass(60);
  for (let time = 0; time < 3; time++) {
    expect(await begin(budget)).toEqual({ state: "reserved" });
    expect(await begin(budget)).toEqual({ state: "taken" });
    await release(database.db, budget);
  }
  expect(await failuresOf(database.db, budget)).toBe(20);
});

test("an attempt whose process is lost counts as failed", async () => {
  const budget = newBudget();
  for (let time = 0; time < 5; time++) await begin(budget);
  expect(await begin(budget)).toEqual({ state: "taken" });
  await pass(15);
  expect(await failuresOf(database.db, budget)).toBe(5);
  await fail(budget);
  expect(await failuresOf(database.db, budget)).toBe(6);
  expect(await begin(budget)).toMatchObject({ state: "waiting" });
});

test("failures are forgotten after an hour without one", async () => {
  const budget = newBudget();
  await setFailures(budget, 20);
  await pass(3_601);
  expect(await begin(budget)).toEqual({ state: "reserved" });
  expect(await countFailure(database.db, budget)).toBe(false);
});

test("a success forgets failures where it may, and leaves no row", async () => {
  const [forgetting, keeping] = [newBudget(), newBudget()];
  for (const budget of [forgetting, keeping]) {
    await fail(budget, 3);
    await begin(budget);
  }
  await release(database.db, forgetting, { forget: true });
  await release(database.db, keeping);
  expect(await failuresOf(database.db, forgetting)).toBe(0);
  expect(await failuresOf(database.db, keeping)).toBe(3);
});

test("all of a login is forgotten at once, and nothing of others", async () => {
  const [theirs, others] = [newBudget(), { ...newBudget(), login: "bob" }];
  await fail(theirs, 2);
  await fail(others, 2);
  await forgetLogin(database.db, "alice");
  expect(await failuresOf(database.db, theirs)).toBe(0);
  expect(await failuresOf(database.db, others)).toBe(2);
});

test("what was typed is not kept, and what is forgotten is removed", async () => {
  await database.db.deleteFrom("sign_in_attempt").execute();
  const typed = "my password, by mistake";
  await fail(loginBudget(typed));
  const rows = await database.db.selectFrom("sign_in_attempt").selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(Buffer.from(typed).toString("hex"));
  expect(rows.map(({ key, login }) => [key.length, login?.length])).toEqual([[32, 32]]);
  await removeForgottenAttempts(database.db);
  expect(await database.db.selectFrom("sign_in_attempt").selectAll().execute()).toHaveLength(1);
  await pass(3_601);
  await removeForgottenAttempts(database.db);
  expect(await database.db.selectFrom("sign_in_attempt").selectAll().execute()).toEqual([]);
});
