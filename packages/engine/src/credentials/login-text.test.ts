import { expect, test } from "vitest";
import type { Secrets } from "./credential-columns.ts";
import { secretProblem, usernameProblem } from "./login-text.ts";

test.each(["svc-scan", "CORP\\svc scan", "Züge", "u".repeat(255)])("%s is a username", (username) => {
  expect(usernameProblem(username)).toBeUndefined();
});

test.each([
  ["", "must not be empty"],
  ["u".repeat(256), "at most 255"],
  ["\0u", "control character"],
  ["u\u001b[2J", "control character"],
  ["u\ud800", "no half of one"],
])("%j is none", (username, message) => {
  expect(usernameProblem(username)).toEqual({
    path: "username",
    message: expect.stringContaining(message),
  });
});

test("secrets may hold what can be typed, also tabs and line ends", () => {
  expect(
    secretProblem({ password: "p\täß🔑", privateKey: "-----BEGIN\r\n", passphrase: "" }),
  ).toBeUndefined();
  expect(secretProblem({})).toBeUndefined();
});

test.each<[string, Secrets]>([
  ["password", { password: "p\0" }],
  ["privateKey", { password: "p", privateKey: "\ud800" }],
  ["passphrase", { passphrase: "\udc00x" }],
  ["elevatePassword", { password: "p", elevate: { method: "su", password: "\0" } }],
])("a %s that cannot be kept as it is, is told without it", (path, secrets) => {
  expect(secretProblem(secrets)).toEqual({ path, message: "must hold no NUL and no half of a character" });
});
