import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { from, type SigningIn, startSigningIn, type TestUser } from "../testing/index.ts";
import type { Passwords } from "../users/passwords.ts";
import { createQueue, createSignInQueues } from "./sign-in-service.ts";

/** Compares (fixture) without hashing, and counts: what is simulated here are many attempts, not what they cost. */
let guesses: string[] = [];
const passwords: Passwords = {
  hash: async () => "",
  async matches(password, hashed) {
    const right = hashed !== undefined && password.endsWith("'s own password");
    if (!right) guesses.push(password);
    return right;
  },
};

let signing: SigningIn;
beforeAll(async () => {
  signing = await startSigningIn({ passwords });
});
afterAll(() => signing[Symbol.asyncDispose]());

/** Lets time pass for all that was counted so far. */
const pass = (seconds: number) =>
  sql`update sign_in_attempt set last_at = last_at - make_interval(secs => ${seconds}),
    pending_at = pending_at - make_interval(secs => ${seconds})`.execute(signing.database.db);

/** How many may be looked at at most: so many, and one more after 1, 3, 7, … seconds, which a busy machine takes. */
const mostSince = (free: number, startedAt: number) =>
  free + Math.floor(Math.log2(1 + (performance.now() - startedAt) / 1_000));

const guess = (Login: string, address: string) =>
  signing.signIn.firstStep({ Login, Password: `wrong, from ${address}` }, from(address));

/** One second of an attack: each address asks as often as it likes, since a 429 costs it nothing. */
async function attack(login: string, addresses: readonly string[]) {
  await Promise.all([...addresses, ...addresses].map((address) => guess(login, address)));
  await pass(1);
}

const ATTACKERS = Array.from({ length: 16 }, (_, at) => `198.51.100.${at}`);

/** Seconds of an attack until a user has taken the first step, who tries once a second, in between. */
async function secondsUntilIn(user: TestUser, address: string, device?: string): Promise<number> {
  const attempt = { ...user.credentials, ...(device && { device }) };
  for (let second = 0; second <= 60; second++) {
    const [step] = await Promise.all([
      signing.signIn.firstStep(attempt, from(address)),
      attack(user.credentials.Login, ATTACKERS),
    ]);
    if (step.ok) return second;
  }
  return Number.POSITIVE_INFINITY;
}

async function deviceOf(user: TestUser, steps = 0): Promise<string> {
  const first = await signing.signIn.firstStep(user.credentials, from());
  if (!first.ok) expect.fail(first.rejection.kind);
  const second = await signing.signIn.secondStep(
    { token: first.value.token, code: user.code(steps) },
    from(),
  );
  if (!second.ok) expect.fail(second.rejection.kind);
  return second.value.device?.cookie ?? expect.fail("no device");
}

test("sixteen addresses that never stop keep a user out for no longer than a minute, whenever it comes", async () => {
  const user = await signing.addUser("victim");
  guesses = [];
  for (const seconds of [0, 5, 25]) {
    for (let second = 0; second < seconds; second++) await attack("victim", ATTACKERS);
    expect(await secondsUntilIn(user, `203.0.113.${seconds}`)).toBeLessThanOrEqual(60);
  }
  // Each may fail five times, and then ever more rarely; together, once a second at the most.
  expect(guesses.length).toBeGreaterThan(16);
  expect(guesses.length).toBeLessThanOrEqual(16 * 9);
});

test("while a login is guessed at from everywhere, it is one guess a second, and three from an address", async () => {
  const addresses = Array.from({ length: 60 }, (_, at) => `2001:db8:0:${at}::1`);
  guesses = [];
  const begun = performance.now();
  for (let second = 0; second < 4; second++) await attack("sought", addresses);
  // Beside the time that is made to pass, that of the test passes.
  expect(guesses.length).toBeLessThanOrEqual(50 + 4 + (performance.now() - begun) / 1_000);
  const late = "192.0.2.99";
  guesses = [];
  for (let second = 0; second < 12; second++) {
    await guess("sought", late);
    await pass(1);
  }
  expect(guesses).toHaveLength(3);
});

test("a known device has a budget of its own, even at an address that has none left", async () => {
  const user = await signing.addUser("known");
  const device = await deviceOf(user);
  const here = "192.0.2.50";
  for (let time = 0; time < 30; time++) await guess(`other-${time}`, here);
  for (let second = 0; second < 10; second++) await attack("known", [here, ...ATTACKERS]);
  const attempt = { ...user.credentials, device };
  expect(await signing.signIn.firstStep(user.credentials, from(here))).toMatchObject({ ok: false });
  expect(await signing.signIn.firstStep(attempt, from(here))).toMatchObject({ ok: true });
});

test("guesses from a known device are bounded, too", async () => {
  const user = await signing.addUser("stolen");
  const device = await deviceOf(user);
  guesses = [];
  const startedAt = performance.now();
  for (let time = 0; time < 20; time++) {
    await signing.signIn.firstStep({ Login: "stolen", Password: `wrong ${time}`, device }, from());
  }
  expect(guesses.length).toBeGreaterThanOrEqual(5);
  expect(guesses.length).toBeLessThanOrEqual(mostSince(5, startedAt));
});

test("a device is known for one login, until its user is reset, and by a new cookie after each sign-in", async () => {
  const [user, other] = [await signing.addUser("owner"), await signing.addUser("neighbour")];
  const device = await deviceOf(user);
  expect(await deviceOf(user, 1)).not.toBe(device);
  const here = "192.0.2.60";
  const spend = async (login: string) => {
    for (let time = 0; time < 30; time++) await guess(`${login}-${time}`, here);
    // However long the rest takes, the wait is not over.
    await pass(-600);
  };
  const isIn = async ({ credentials }: TestUser, cookie: string) =>
    (await signing.signIn.firstStep({ ...credentials, device: cookie }, from(here))).ok;
  await spend("first");
  expect(await isIn(other, device)).toBe(false);
  expect(await isIn(user, `${device.slice(0, -4)}AAAA`)).toBe(false);
  expect(await isIn(user, device)).toBe(true);
  await signing.users.resetPassword("owner", "owner's own password");
  expect(await isIn(user, device)).toBe(false);
});

test("forty users with right passwords come in from one address at once", async () => {
  const names = Array.from({ length: 40 }, (_, at) => `colleague-${at}`);
  // One after the other: forty hashes at once would keep new connections to the database waiting for a thread.
  const users: TestUser[] = [];
  for (const name of names) users.push(await signing.addUser(name));
  const steps = await Promise.all(
    users.map(({ credentials }) => signing.signIn.firstStep(credentials, from("192.0.2.70"))),
  );
  expect(steps.filter(({ ok }) => !ok)).toEqual([]);
});

test("however many guess from one address at once, in however many processes, twenty do", async () => {
  const others = await Promise.all([signing.another(), signing.another(), signing.another()]);
  guesses = [];
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: 120 }, (_, at) =>
      (others[at % 3] ?? signing.signIn).firstStep(
        { Login: `sprayed-${at}`, Password: "wrong" },
        from("192.0.2.80"),
      ),
    ),
  );
  expect(guesses.length).toBeLessThanOrEqual(mostSince(20, startedAt));
  expect(guesses.length).toBeGreaterThan(1);
});

test("what finds its queue full is told to come again, and is not counted", async () => {
  const full = { ...createSignInQueues(), password: createQueue({ atOnce: 1, waiting: 0 }) };
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const holding = full.password.run(() => held);
  const signIn = await signing.another({ queues: full });
  const user = await signing.addUser("late");
  const busy = { ok: false, rejection: { kind: "unavailable", retryAfterSeconds: 1 } };
  for (let time = 0; time < 30; time++) {
    expect(await signIn.firstStep(user.credentials, from("192.0.2.90"))).toMatchObject(busy);
  }
  const device = await deviceOf(user);
  const attempt = { ...user.credentials, device };
  expect(await signIn.firstStep(attempt, from("192.0.2.90"))).toMatchObject({ ok: true });
  release();
  await holding;
  expect(await signIn.firstStep(user.credentials, from("192.0.2.90"))).toMatchObject({ ok: true });
});
