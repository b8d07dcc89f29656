import { expect, test } from "vitest";
import { fixtureTokens } from "../fixture/tokens.ts";
import { authenticate } from "./authenticate.ts";

test("a good token tells who calls", async () => {
  expect(await authenticate("Bearer app", fixtureTokens)).toEqual({
    ok: true,
    value: { subject: "app-1", name: "Fixture App", role: "App" },
  });
});

test.each([undefined, "Basic YWJjOmRlZg=="])("%s gets a bare challenge", async (header) => {
  expect(await authenticate(header, fixtureTokens)).toEqual({
    ok: false,
    problem: {
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
  expect(await authenticate(header, fixtureTokens)).toEqual({
    ok: false,
    problem: {
      kind: "unauthenticated",
      detail,
      headers: { "WWW-Authenticate": 'Bearer realm="hostscan", error="invalid_token"' },
    },
  });
});

test("a token that cannot be checked now is no bad token", async () => {
  expect(await authenticate("Bearer later", fixtureTokens)).toEqual({
    ok: false,
    problem: {
      kind: "unavailable",
      detail: "The bearer token cannot be checked now.",
      headers: { "Retry-After": "5" },
    },
  });
});
