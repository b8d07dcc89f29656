import { expect, test } from "vitest";
import { fixtureTokens } from "../testing/server.ts";
import { bearerTokenOf, callerOf, roleProblem } from "./authenticate.ts";

test("a good token tells who calls", async () => {
  expect(await callerOf("Bearer app", fixtureTokens)).toEqual({
    ok: true,
    value: { subject: "app-1", name: "Fixture App", role: "App" },
  });
});

test.each([undefined, "Basic YWJjOmRlZg=="])("%s gets a bare challenge", async (header) => {
  expect(await callerOf(header, fixtureTokens)).toEqual({
    ok: false,
    rejection: {
      kind: "unauthenticated",
      detail: "A bearer token is required.",
      headers: { "WWW-Authenticate": 'Bearer realm="hostscan"' },
    },
  });
});

test.each([
  ["Bearer a b", "The bearer token is malformed."],
  ["Bearer nobody", "The bearer token is not known."],
  ["Bearer expired", "The bearer token has expired."],
  ["Bearer revoked", "The bearer token has been revoked."],
])("%s is told what is wrong with it", async (header, detail) => {
  expect(await callerOf(header, fixtureTokens)).toEqual({
    ok: false,
    rejection: {
      kind: "unauthenticated",
      detail,
      headers: { "WWW-Authenticate": 'Bearer realm="hostscan", error="invalid_token"' },
    },
  });
});

test("a token that cannot be checked now is no bad token", async () => {
  expect(await callerOf("Bearer later", fixtureTokens)).toEqual({
    ok: false,
    rejection: {
      kind: "unavailable",
      detail: "The bearer token cannot be checked now.",
      headers: { "Retry-After": "5" },
    },
  });
});

test.each([
  ["Bearer abc.def-ghi_jkl~mno+pqr/stu==", "abc.def-ghi_jkl~mno+pqr/stu=="],
  ["bearer abc", "abc"],
  ["BEARER   abc", "abc"],
])("%s holds a token", (header, token) => {
  expect(bearerTokenOf(header)).toEqual({ token });
});

test.each(["Bearer", "Bearer ", "Bearer a b", "Bearer a,b", "Bearer ä", "Bearer =abc"])(
  "%s is malformed",
  (header) => {
    expect(bearerTokenOf(header)).toBe("malformed");
  },
);

test.each([undefined, "", "Basic YWJjOmRlZg==", "Bearerabc", "abc"])(
  "%s is not a bearer's header",
  (header) => {
    expect(bearerTokenOf(header)).toBeUndefined();
  },
);

const caller = (role: string) => ({ subject: "1", name: "One", role });

test("an admitted role goes on", () => {
  expect(roleProblem(caller("App"), ["Admin", "App"])).toBeUndefined();
});

test.each(["Auditor", "app", ""])("the role %j is refused, and told which would do", (role) => {
  expect(roleProblem(caller(role), ["Admin", "App"])).toEqual({
    kind: "forbidden",
    detail: `The role of the token is ${role}; the call needs Admin or App.`,
  });
});
