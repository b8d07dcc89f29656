import { openDatabase } from "@hostscan/database";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { from, type SigningIn, startSigningIn, type TestUser } from "../testing/index.ts";
import { createTokenVerifier } from "../token-verifier.ts";

let signing: SigningIn;
beforeAll(async () => {
  signing = await startSigningIn();
});
afterAll(() => signing[Symbol.asyncDispose]());

let users = 0;
const newUser = () => signing.addUser(`user${++users}`);

async function firstStep({ credentials }: TestUser) {
  const step = await signing.signIn.firstStep(credentials, from());
  return step.ok ? step.value : expect.fail(step.rejection.kind);
}

async function secondStep(token: string, code: string | number, cookie?: string) {
  const step = await signing.signIn.secondStep({ token, code, ...(cookie && { cookie }) }, from());
  return step.ok ? step.value.token : step.rejection;
}

const refused = { kind: "refused", detail: "The code is wrong." };
const verify = (token: string) => createTokenVerifier(signing.database.db, signing.keys).verify(token);

test("both steps give a token of 15 minutes with the claims of the reference", async () => {
  const user = await newUser();
  const { token: first, cookie } = await firstStep(user);
  const token = await secondStep(first, user.code(), cookie);
  if (typeof token !== "string") expect.fail(token.kind);

  const login = user.credentials.Login;
  const claims = decodeJwt(token);
  expect(claims).toMatchObject({
    ...{ userId: user.id, userName: login, displayName: login, role: "Admin" },
    ...{ hasMFA: true, isMFA: true, iss: "hostscan", aud: "hostscan-api", sub: user.id },
  });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(900);
  const caller = { subject: user.id, name: login, role: "Admin", identity: `user:${login}` };
  expect(await verify(token)).toMatchObject({ ok: true, caller });
});

test("a token of the first step is good for nothing else, and a full one not for the second step", async () => {
  const user = await newUser();
  const { token: first } = await firstStep(user);
  expect(await verify(first)).toEqual({ ok: false, reason: "second factor missing" });
  const full = await secondStep(first, user.code());
  expect(await secondStep(String(full), user.code(1))).toMatchObject({ kind: "forbidden" });
});

test("the cookie may be absent, and is refused where it is another's", async () => {
  const [user, other] = [await newUser(), await newUser()];
  const { token } = await firstStep(user);
  const { cookie } = await firstStep(other);
  expect(await secondStep(token, user.code(), cookie)).toMatchObject({ kind: "refused" });
  expect(await secondStep(token, user.code())).toEqual(expect.any(String));
});

test("a login that nobody has, a wrong password and a disabled user are told the same", async () => {
  const [user, disabled] = [await newUser(), await newUser()];
  await signing.users.setDisabled(disabled.credentials.Login, true);
  const attempts = await Promise.all([
    signing.signIn.firstStep({ ...user.credentials, Password: "wrong" }, from()),
    signing.signIn.firstStep({ Login: "nobody", Password: "wrong" }, from()),
    signing.signIn.firstStep(disabled.credentials, from()),
  ]);
  const detail = "The login or the password is wrong.";
  for (const attempt of attempts)
    expect(attempt).toEqual({ ok: false, rejection: { kind: "refused", detail } });
});

test("a login is the same in any letter case", async () => {
  const { credentials } = await newUser();
  const shouted = { ...credentials, Login: credentials.Login.toUpperCase() };
  expect(await signing.signIn.firstStep(shouted, from())).toMatchObject({ ok: true });
});

test("a code is accepted once, even by two processes at once, and so are those around it", async () => {
  const user = await newUser();
  const { token } = await firstStep(user);
  const processes = await Promise.all([signing.another(), signing.another(), signing.another()]);
  const code = user.code();
  const steps = await Promise.all(processes.map((other) => other.secondStep({ token, code }, from())));
  expect(steps.map(({ ok }) => ok).sort()).toEqual([false, false, true]);
  const { token: next } = await firstStep(user);
  expect(await secondStep(next, user.code(-1))).toEqual(refused);
  expect(await secondStep(next, user.code(1))).toEqual(expect.any(String));
});

test("a code two steps away is refused", async () => {
  const user = await newUser();
  const { token } = await firstStep(user);
  expect(await secondStep(token, user.code(-2))).toEqual(refused);
  expect(await secondStep(token, user.code(2))).toEqual(refused);
});

test("zeros that a number has lost at its front are restored", async () => {
  const user = await newUser();
  const steps = Array.from({ length: 2_000 }, (_, step) => step);
  const step = steps.find((later) => user.code(later).startsWith("0")) ?? expect.fail("no such code");
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + step * 30_000 });
  onTestFinished(() => void vi.useRealTimers());
  const { token } = await firstStep(user);
  expect(await secondStep(token, Number(user.code()))).toEqual(expect.any(String));
});

test("a recovery code stands in for a code, once, however it is written", async () => {
  const user = await newUser();
  const [one = "", two = ""] = user.recoveryCodes;
  const { token: first } = await firstStep(user);
  expect(await secondStep(first, one)).toEqual(expect.any(String));
  const { token } = await firstStep(user);
  expect(await secondStep(token, one)).toEqual(refused);
  expect(await secondStep(token, ` ${two.toLowerCase().replaceAll("-", " ")}\n`)).toEqual(expect.any(String));
});

test("whatever a user is reset to, the tokens of before end", async () => {
  for (const reset of [
    (login: string) => signing.users.resetPassword(login, "an entirely new one"),
    (login: string) => signing.users.resetSecondFactor(login),
    (login: string) => signing.users.setDisabled(login, true),
  ]) {
    const user = await newUser();
    const { token: first } = await firstStep(user);
    const full = String(await secondStep(first, user.code()));
    expect(await verify(full)).toMatchObject({ ok: true });
    await reset(user.credentials.Login);
    expect(await verify(full)).toEqual({ ok: false, reason: "revoked" });
    expect(await secondStep(first, user.code(1))).toEqual({ kind: "invalid token", reason: "revoked" });
  }
});

test("a disabled user is refused however it came about", async () => {
  const user = await newUser();
  const { token: first } = await firstStep(user);
  const full = String(await secondStep(first, user.code()));
  const users = signing.database.db.updateTable("app_user").where("id", "=", user.id);
  await users.set({ disabled_at: new Date() }).execute();
  expect(await verify(full)).toEqual({ ok: false, reason: "revoked" });
  expect(await secondStep(first, user.code(1))).toEqual({ kind: "invalid token", reason: "revoked" });
});

test("a user who was removed has no token and no sign-in any more", async () => {
  const user = await newUser();
  const { token } = await firstStep(user);
  await signing.users.remove(user.credentials.Login);
  expect(await secondStep(token, user.code())).toEqual({ kind: "invalid token", reason: "unknown" });
  expect(await verify(token)).toEqual({ ok: false, reason: "unknown" });
  expect(await signing.signIn.firstStep(user.credentials, from())).toMatchObject({ ok: false });
});

test("what is no token, and a token of another kind, do not pass for one of the first step", async () => {
  for (const token of ["", "a.b.c", "hsk_000000000000_secret"]) {
    expect(await secondStep(token, "123456")).toMatchObject({ kind: "invalid token" });
  }
});

test("a database out of reach is told as such, by both steps", async () => {
  const user = await newUser();
  const { token } = await firstStep(user);
  const { db } = openDatabase({ connectionString: "postgresql://u@127.0.0.1:1/none", onIdleError: () => {} });
  const blind = await signing.another({ db });
  expect(await blind.firstStep(user.credentials, from())).toMatchObject({
    rejection: { kind: "unavailable" },
  });
  const step = await blind.secondStep({ token, code: user.code() }, from());
  expect(step).toMatchObject({ rejection: { kind: "unavailable" } });
  await db.destroy();
});
