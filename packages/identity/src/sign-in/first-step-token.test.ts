import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { from, type SigningIn, startSigningIn, type TestUser } from "../testing/index.ts";

let signing: SigningIn;
beforeAll(async () => {
  signing = await startSigningIn();
});
afterAll(() => signing[Symbol.asyncDispose]());

async function firstToken({ credentials }: TestUser): Promise<string> {
  const step = await signing.signIn.firstStep(credentials, from());
  return step.ok ? step.value.token : expect.fail(step.rejection.kind);
}

const take = (token: string, code: string, signIn = signing.signIn) =>
  signIn.secondStep({ token, code }, from());
const usedUp = { ok: false, rejection: { kind: "invalid token", reason: "revoked" } };

test("a token of the first step is good for one second step", async () => {
  const user = await signing.addUser("once");
  const token = await firstToken(user);
  expect(await take(token, user.code())).toMatchObject({ ok: true });
  expect(await take(token, user.code(1))).toEqual(usedUp);
  expect(await take(await firstToken(user), user.code(1))).toMatchObject({ ok: true });
});

test("of steps at the same time with one token one succeeds, and the others' codes stay good", async () => {
  const user = await signing.addUser("parallel");
  const token = await firstToken(user);
  const codes = [user.code(), ...user.recoveryCodes.slice(0, 4)];
  const processes = await Promise.all(codes.map(() => signing.another()));
  const steps = await Promise.all(codes.map((code, at) => take(token, code, processes[at])));
  expect(steps.filter(({ ok }) => ok)).toHaveLength(1);

  const unspent = codes.filter((_, at) => !steps[at]?.ok);
  for (const code of unspent) expect(await take(await firstToken(user), code)).toMatchObject({ ok: true });
});

test("five wrong codes use a token up, even where none has to wait", async () => {
  const user = await signing.addUser("wrong");
  const token = await firstToken(user);
  for (let time = 0; time < 5; time++) {
    expect(await take(token, "000000x")).toMatchObject({ ok: false, rejection: { kind: "refused" } });
  }
  await sql`update sign_in_attempt set last_at = last_at - interval '1 minute'`.execute(signing.database.db);
  expect(await take(token, user.code())).toEqual(usedUp);
  expect(await take(await firstToken(user), user.code())).toMatchObject({ ok: true });
});

test("tokens that have ended leave no row for good", async () => {
  const user = await signing.addUser("tidy");
  await take(await firstToken(user), "wrong");
  const { db } = signing.database;
  await db
    .updateTable("first_step")
    .set({ expires_at: new Date(0) })
    .execute();
  await firstToken(user);
  expect(await db.selectFrom("first_step").selectAll().execute()).toEqual([]);
});
