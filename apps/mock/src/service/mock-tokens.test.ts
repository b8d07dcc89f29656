import { UnsecuredJWT } from "jose";
import { expect, test } from "vitest";
import { mockTokens } from "./mock-tokens.ts";

const now = Date.now() / 1_000;
const jwt = (claims: Record<string, unknown>) => new UnsecuredJWT(claims).encode();

test.each([
  ["any text", "any", { subject: "mock", name: "mock", role: "Admin" }],
  ["a key with a dot", "key.secret", { subject: "mock", name: "mock", role: "Admin" }],
  ["a JWT without claims", jwt({}), { subject: "mock", name: "mock", role: "Admin" }],
  [
    "a JWT that names role and subject",
    jwt({ sub: "alice", role: "Auditor", exp: now + 60 }),
    { subject: "alice", name: "alice", role: "Auditor" },
  ],
])("%s is taken by its word", async (_name, token, caller) => {
  expect(await mockTokens.verify(token)).toMatchObject({ ok: true, caller });
});

test.each([
  ["a JWT whose time is over", jwt({ exp: now - 1 }), "expired"],
  ["what only looks like a JWT", "not.a.token", "malformed"],
  ["a JWT with a role that is no text", jwt({ role: 1 }), "malformed"],
])("%s is refused", async (_name, token, reason) => {
  expect(await mockTokens.verify(token)).toEqual({ ok: false, reason });
});

test("a verdict holds no longer than its token", async () => {
  const exp = Math.ceil(now) + 60;
  expect(await mockTokens.verify(jwt({ exp }))).toMatchObject({ expiresAt: new Date(exp * 1_000) });
});
