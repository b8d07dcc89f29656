import { expect, test } from "vitest";
import {
  applicationName,
  callerName,
  externalName,
  isCallerName,
  tokenName,
  userName,
} from "./caller-name.ts";

test.each([
  [applicationName("portal"), "app:portal"],
  [userName("alice"), "user:alice"],
  [tokenName("ci"), "token:ci"],
  [externalName("https://login.example", "auth0|4711"), "oidc:https://login.example#auth0|4711"],
  [applicationName("a,user:alice"), "app:a%2Cuser:alice"],
  [applicationName("a%2C"), "app:a%252C"],
])("a caller is called %s", (name, expected) => {
  expect(name).toBe(expected);
  expect(isCallerName(name)).toBe(true);
});

test.each(["", "portal", "app:", ":portal", "subject:1", "App:portal", "app:a,b"])(
  "%j is no name",
  (text) => {
    expect(isCallerName(text)).toBe(false);
  },
);

test("a caller that its verifier gave no identity is known by the subject, which no list can name", () => {
  const caller = { subject: "app:portal", name: "portal", role: "App" };
  expect(callerName(caller)).toBe("subject:app:portal");
  expect(callerName({ ...caller, identity: "app:portal" })).toBe("app:portal");
});
