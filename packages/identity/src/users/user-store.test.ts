import { accepted, rejected } from "@hostscan/database/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SigningIn, startSigningIn } from "../testing/index.ts";

let signing: SigningIn;
beforeAll(async () => {
  signing = await startSigningIn();
});
afterAll(() => signing[Symbol.asyncDispose]());

const password = "long enough, this";
const add = (login: string, more: { displayName?: string; password?: string } = {}) =>
  signing.users.add({ login, role: "Admin", password, ...more });

test("a user is listed without anything secret, and is kept without anything readable", async () => {
  const added = accepted(await add("Alice", { displayName: "Alice A." }));
  const { uri, recoveryCodes, ...listed } = added;
  expect(listed).toMatchObject({ login: "alice", displayName: "Alice A.", role: "Admin", disabledAt: null });
  expect(await signing.users.list()).toEqual([listed]);
  expect(recoveryCodes).toHaveLength(10);
  for (const code of recoveryCodes)
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);

  const { db } = signing.database;
  const kept = JSON.stringify([
    await db.selectFrom("app_user").selectAll().execute(),
    await db.selectFrom("recovery_code").selectAll().execute(),
  ]);
  const secret = new URL(uri).searchParams.get("secret") ?? expect.fail("no secret");
  for (const readable of [password, secret, Buffer.from(secret).toString("hex"), ...recoveryCodes]) {
    expect(kept).not.toContain(readable);
  }
});

test("a login is taken in any letter case", async () => {
  accepted(await add("bob"));
  expect(rejected(await add("BOB"))).toMatchObject({ kind: "conflict" });
});

test.each([
  ["", {}, "The login must be"],
  ["two words", {}, "The login must be"],
  ["-flag", {}, "The login must be"],
  ["short", { password: "elevenchars" }, "The password must have at least 12"],
  ["long", { password: "x".repeat(1_025) }, "The password must have at most 1024"],
  ["shown", { displayName: "\u001b[2J" }, "The display name must be"],
])("%j is refused with %j", async (login, more, detail) => {
  expect(rejected(await add(login, more))).toMatchObject({
    kind: "invalid",
    detail: expect.stringContaining(detail),
  });
});

test("what nobody is called cannot be changed", async () => {
  const { users } = signing;
  for (const outcome of [
    await users.setDisabled("nobody", true),
    await users.remove("nobody"),
    await users.resetPassword("nobody", password),
    await users.resetSecondFactor("nobody"),
  ]) {
    expect(rejected(outcome)).toEqual({ kind: "not-found", detail: "There is no user nobody." });
  }
  expect(rejected(await users.resetPassword("nobody", "short"))).toMatchObject({ kind: "invalid" });
});

test("a user is disabled and enabled again, and removed with their recovery codes", async () => {
  const { id } = accepted(await add("carol"));
  expect(accepted(await signing.users.setDisabled("Carol", true)).disabledAt).toBeInstanceOf(Date);
  expect(accepted(await signing.users.setDisabled("carol", false)).disabledAt).toBeNull();
  accepted(await signing.users.remove("carol"));
  const codes = signing.database.db.selectFrom("recovery_code").select("digest").where("user_id", "=", id);
  expect(await codes.execute()).toEqual([]);
});

test("a second factor that is reset has another secret and other recovery codes", async () => {
  const before = accepted(await add("dave"));
  const after = accepted(await signing.users.resetSecondFactor("dave"));
  expect(after.uri).not.toBe(before.uri);
  expect(after.recoveryCodes.filter((code) => before.recoveryCodes.includes(code))).toEqual([]);
});
