import { expect, test } from "vitest";
import { tokenClaims } from "./token-claims.ts";

const jwt = (claims: unknown) => `x.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`;

test.each([
  ["an application's key", "hs_key", {}],
  ["what only looks like a token", "a.b.c", {}],
  ["claims that are none", jwt(null), {}],
  ["claims of other types", jwt({ name: 7, role: [], exp: "soon" }), {}],
  ["an end beyond all time", jwt({ exp: 1e300 }), {}],
  [
    "a person's",
    jwt({ sub: "u1", name: "Ada", role: "Admin", exp: 1 }),
    { name: "Ada", role: "Admin", expiresAt: new Date(1_000) },
  ],
  ["one with a subject alone", jwt({ sub: "u1" }), { name: "u1" }],
  ["one of NPS", jwt({ unique_name: "ada", sub: "7" }), { name: "ada" }],
])("%s says so much of itself", (_, token, claims) => {
  expect(tokenClaims(token)).toEqual(claims);
});
