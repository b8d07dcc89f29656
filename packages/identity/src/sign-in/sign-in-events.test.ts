import { readAudit } from "@hostscan/database";
import { keepLogLines } from "@hostscan/database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { from, type SigningIn, startSigningIn, type TestUser } from "../testing/index.ts";

let signing: SigningIn;
beforeAll(async () => {
  signing = await startSigningIn();
});
afterAll(() => signing[Symbol.asyncDispose]());

const refused = { ok: false, rejection: { kind: "refused" } };

/** The lines of attempts from an address, as they stand in the audit log. */
async function linesFrom({ address }: ReturnType<typeof from>) {
  const lines = await readAudit(signing.database.db, { limit: 1_000 });
  return lines.filter(({ details }) => details["address"] === address);
}

async function firstToken({ credentials }: TestUser): Promise<string> {
  const step = await signing.signIn.firstStep(credentials, from());
  return step.ok ? step.value.token : expect.fail(step.rejection.kind);
}

/** Does something while nothing can be written to the audit log. */
async function withoutAudit<T>(use: () => Promise<T>): Promise<T> {
  const { db } = signing.database;
  await sql`alter table audit rename to gone`.execute(db);
  try {
    return await use();
  } finally {
    await sql`alter table gone rename to audit`.execute(db);
  }
}

test("a sign-in is a line of the user's, written when both steps are taken, without code and token", async () => {
  const user = await signing.addUser("alice");
  const context = from();
  const first = await signing.signIn.firstStep(user.credentials, context);
  if (!first.ok) expect.fail(first.rejection.kind);
  expect(await linesFrom(context)).toEqual([]);
  const [{ token }, code] = [first.value, user.code()];
  expect(await signing.signIn.secondStep({ token, code }, context)).toMatchObject({ ok: true });
  const details = { login: "alice", address: context.address, secondFactor: "authenticator" };
  const line = { actorKind: "user", actor: "alice", actorId: user.id, requestId: "request-1", details };
  expect(await linesFrom(context)).toEqual([
    { ...line, action: "user.sign-in", objectKind: "user", objectId: user.id, at: expect.any(Date) },
  ]);
});

test("a sign-in by a recovery code says so", async () => {
  const [user, context] = [await signing.addUser("erin"), from()];
  const [code = ""] = user.recoveryCodes;
  const token = await firstToken(user);
  expect(await signing.signIn.secondStep({ token, code }, context)).toMatchObject({ ok: true });
  const details = { secondFactor: "recovery code" };
  expect(await linesFrom(context)).toMatchObject([{ action: "user.sign-in", details }]);
});

test("refused steps are lines of the address, and those that bring a wait about are lockouts", async () => {
  const user = await signing.addUser("bob");
  const context = from();
  const { address } = context;
  for (let time = 0; time < 5; time++) {
    const wrong = { ...user.credentials, Password: "a wrong password" };
    expect(await signing.signIn.firstStep(wrong, context)).toMatchObject(refused);
  }
  const line = { actorKind: "address", actor: address, actorId: null, requestId: "request-1" };
  const of = { ...line, objectKind: "user", objectId: user.id, details: { login: "bob", address } };
  const lines = await linesFrom(context);
  expect(lines).toMatchObject([
    ...Array.from({ length: 4 }, () => ({ ...of, action: "user.sign-in.refused" })),
    { ...of, action: "user.lockout" },
  ]);
  expect(JSON.stringify(lines)).not.toContain("a wrong password");
});

test("an attempt that has to wait leaves no line, so that a flood does not fill the log", async () => {
  const { credentials } = await signing.addUser("carol");
  const wrong = { ...credentials, Password: "wrong" };
  const context = from();
  for (let time = 0; time < 5; time++) await signing.signIn.firstStep(wrong, context);
  await sql`update sign_in_attempt set last_at = last_at + interval '10 minutes' where failures >= 5`.execute(
    signing.database.db,
  );
  const throttled = { ok: false, rejection: { kind: "throttled" } };
  for (let time = 0; time < 5; time++) {
    expect(await signing.signIn.firstStep(wrong, context)).toMatchObject(throttled);
  }
  expect(await linesFrom(context)).toHaveLength(5);
});

test("a wrong code is a line, without the code", async () => {
  const user = await signing.addUser("dave");
  const [token, context] = [await firstToken(user), from()];
  expect(await signing.signIn.secondStep({ token, code: "not-a-code" }, context)).toMatchObject(refused);
  const lines = await linesFrom(context);
  expect(lines).toMatchObject([{ action: "user.sign-in.refused", objectId: user.id }]);
  expect(JSON.stringify(lines)).not.toContain("not-a-code");
});

test("of a login that nobody has, nothing that was typed is kept", async () => {
  const context = from();
  const typed = { Login: "my-password-by-mistake", Password: "wrong" };
  expect(await signing.signIn.firstStep(typed, context)).toMatchObject(refused);
  const lines = await linesFrom(context);
  expect(lines).toMatchObject([
    { action: "user.sign-in.refused", objectId: null, details: { address: context.address } },
  ]);
  expect(JSON.stringify(lines)).not.toContain(typed.Login);
});

test("a refusal stays one where it cannot be audited, and the log says so", async () => {
  const kept = keepLogLines();
  const signIn = await signing.another({ log: kept.log });
  const outcome = await withoutAudit(() => signIn.firstStep({ Login: "nobody", Password: "x" }, from()));
  expect(outcome).toMatchObject(refused);
  expect(kept.of("a refused sign-in could not be audited")).toHaveLength(1);
});

test.each(["code", "recovery code"])(
  "nobody comes in by a %s without a line, and it is not used up",
  async (kind) => {
    const user = await signing.addUser(kind.replace(" ", "-"));
    const token = await firstToken(user);
    const code = kind === "code" ? user.code() : (user.recoveryCodes[0] ?? expect.fail("no recovery code"));
    const attempt = withoutAudit(() => signing.signIn.secondStep({ token, code }, from()));
    await expect(attempt).rejects.toThrow("audit");
    expect(await signing.signIn.secondStep({ token, code }, from())).toMatchObject({ ok: true });
  },
);
