import { keepLogLines } from "@hostscan/database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { from, type SigningIn, startSigningIn } from "../testing/index.ts";
import type { createSignIn } from "./sign-in-service.ts";

let signing: SigningIn;
beforeAll(async () => {
  signing = await startSigningIn();
});
afterAll(() => signing[Symbol.asyncDispose]());

type SignIn = ReturnType<typeof createSignIn>;
const wrong = (Login: string) => ({ Login, Password: "wrong" });
const throttled = { ok: false, rejection: { kind: "throttled", retryAfterSeconds: expect.any(Number) } };
const refused = { ok: false, rejection: { kind: "refused" } };

async function failAt(signIn: SignIn, login: string, times: number, where = from()) {
  for (let time = 0; time < times; time++) {
    expect(await signIn.firstStep(wrong(login), where)).toMatchObject(refused);
  }
}

/** Makes the waits that have begun so long that no machine is slow enough to see their end. */
const stretchWaits = () =>
  sql`update sign_in_attempt set last_at = last_at + interval '10 minutes'
    where failures >= case scope when 'address' then 20 when 'login' then 50 else 5 end`.execute(
    signing.database.db,
  );

test("failures for a login from one address are counted over all processes, and then even the right password waits", async () => {
  const user = await signing.addUser("guessed");
  const [other, here] = [await signing.another(), from("192.0.2.20")];
  await failAt(signing.signIn, "guessed", 3, here);
  await failAt(other, "GUESSED", 2, from("::ffff:192.0.2.20"));
  await stretchWaits();
  for (const process of [signing.signIn, other]) {
    expect(await process.firstStep(user.credentials, here)).toMatchObject(throttled);
  }
  expect(await other.firstStep(user.credentials, from("192.0.2.21"))).toMatchObject({ ok: true });
});

test("a login that nobody has waits like any other", async () => {
  const here = from("192.0.2.22");
  await failAt(signing.signIn, "nobody", 5, here);
  await stretchWaits();
  expect(await signing.signIn.firstStep(wrong("nobody"), here)).toMatchObject(throttled);
});

test("failures from an address are counted over all logins, and the login it is held up at is not", async () => {
  const user = await signing.addUser("bystander");
  const here = from("192.0.2.7");
  for (let time = 0; time < 20; time++) {
    expect(await signing.signIn.firstStep(wrong(`sprayed-${time}`), here)).toMatchObject(refused);
  }
  await stretchWaits();
  for (let time = 0; time < 10; time++) {
    expect(await signing.signIn.firstStep(wrong("bystander"), here)).toMatchObject(throttled);
  }
  expect(await signing.signIn.firstStep(user.credentials, from("192.0.2.8"))).toMatchObject({ ok: true });
});

test("what waits for a login is not counted against the address it comes from", async () => {
  const here = from("192.0.2.10");
  await failAt(signing.signIn, "popular", 5, here);
  await stretchWaits();
  for (let time = 0; time < 25; time++) {
    expect(await signing.signIn.firstStep(wrong("popular"), here)).toMatchObject(throttled);
  }
  expect(await signing.signIn.firstStep(wrong("other"), here)).toMatchObject(refused);
});

test("an address of IPv6 counts with its neighbours", async () => {
  for (let time = 0; time < 20; time++) {
    await signing.signIn.firstStep(wrong(`v6-${time}`), from(`2001:db8::${time}`));
  }
  await stretchWaits();
  expect(await signing.signIn.firstStep(wrong("v6"), from("2001:db8::ffff"))).toMatchObject(throttled);
  expect(await signing.signIn.firstStep(wrong("v6"), from("2001:db8:0:1::1"))).toMatchObject(refused);
});

test("successes do not use up the attempts of an address", async () => {
  const user = await signing.addUser("busy");
  for (let time = 0; time < 25; time++) {
    expect(await signing.signIn.firstStep(user.credentials, from("192.0.2.9"))).toMatchObject({ ok: true });
  }
});

test("codes are counted by user, and both resets forget them", async () => {
  const user = await signing.addUser("codes");
  let credentials = user.credentials;
  const first = async () => {
    const step = await signing.signIn.firstStep(credentials, from());
    return step.ok ? step.value : expect.fail(step.rejection.kind);
  };
  for (const reset of [
    () => signing.users.resetPassword("codes", "another good password"),
    () => signing.users.resetSecondFactor("codes"),
  ]) {
    const { token } = await first();
    for (let time = 0; time < 5; time++) {
      expect(await signing.signIn.secondStep({ token, code: "not one" }, from())).toMatchObject(refused);
    }
    await stretchWaits();
    expect(await signing.signIn.secondStep({ token, code: user.code() }, from())).toMatchObject(throttled);
    await reset();
    credentials = { Login: "codes", Password: "another good password" };
  }
  const { token } = await first();
  expect(await signing.signIn.secondStep({ token, code: "not one" }, from())).toMatchObject(refused);
});

test("a new password ends the wait", async () => {
  await signing.addUser("reset");
  const here = from("192.0.2.23");
  await failAt(signing.signIn, "reset", 5, here);
  await stretchWaits();
  const Password = "another good password";
  await signing.users.resetPassword("reset", Password);
  expect(await signing.signIn.firstStep({ Login: "reset", Password }, here)).toMatchObject({ ok: true });
});

test("the log tells of sign-ins and lockouts, and never of what was typed", async () => {
  const kept = keepLogLines();
  const signIn = await signing.another({ log: kept.log });
  const user = await signing.addUser("logged");
  const step = await signIn.firstStep(user.credentials, from("192.0.2.1"));
  if (!step.ok) expect.fail(step.rejection.kind);
  await signIn.secondStep({ token: step.value.token, code: user.code() }, from("192.0.2.1"));
  await failAt(signIn, "logged", 5, from("192.0.2.24"));
  await failAt(signIn, "a password typed as a login", 1);

  const who = { userId: user.id, login: "logged" };
  const came = { ...who, action: "user.sign-in", address: "192.0.2.1", requestId: "request-1" };
  expect(kept.of("signed in")).toMatchObject([came]);
  const turnedAway = kept.of("sign-in refused").map(({ userId }) => userId);
  expect(turnedAway).toEqual([user.id, user.id, user.id, user.id, undefined]);
  expect(kept.of("signing in failed too often")).toMatchObject([{ ...who, action: "user.lockout" }]);
  expect(kept.text()).not.toMatch(/password|"wrong"|eyJ/);
});
