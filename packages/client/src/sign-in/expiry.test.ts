import { expect, test } from "vitest";
import { freshFor } from "./sign-in.ts";

const jwt = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`;
const now = () => Math.floor(Date.now() / 1_000);

test("a token is used until shortly before its end", () => {
  const fresh = freshFor(jwt({ exp: now() + 900, userName: "Zoë ÿ?>" }));
  expect(fresh).toBeGreaterThan(868_000);
  expect(fresh).toBeLessThanOrEqual(870_000);
});

test("a token that tells when it was issued does not depend on this machine's clock", () => {
  expect(freshFor(jwt({ iat: 1_000, exp: 1_900 }))).toBe(870_000);
});

test("a token that lives shortly is used for half its life", () => {
  expect(freshFor(jwt({ iat: 1_000, exp: 1_020 }))).toBe(10_000);
});

test.each(["opaque", "a.b.c", "h.!!.s", jwt({}), jwt({ exp: "soon" }), `h.${btoa("[1]")}.s`])(
  "%s tells no end",
  (token) => {
    expect(freshFor(token)).toBe(Number.POSITIVE_INFINITY);
  },
);
