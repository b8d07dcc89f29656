import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { parseSecretKey, SecretKey, SecretKeyError } from "./secret-key.ts";

const bytes = randomBytes(32);
const key = new SecretKey(bytes);

test.each([
  ["hexadecimal digits", bytes.toString("hex")],
  ["capital hexadecimal digits", bytes.toString("hex").toUpperCase()],
  ["base64", bytes.toString("base64")],
  ["base64 for URLs", bytes.toString("base64url")],
  ["base64 and a line end", `${bytes.toString("base64")}\n`],
])("a key is read from %s", (_, text) => {
  const read = parseSecretKey(text, "the test");
  expect(read.id).toBe(key.id);
  expect(read.derive("a purpose")).toEqual(key.derive("a purpose"));
});

test.each([
  "",
  "password",
  randomBytes(31).toString("hex"),
  randomBytes(33).toString("base64"),
  "é".repeat(43),
])("'%s' is no key, and the complaint does not repeat it", (text) => {
  const complaint =
    "the test must be 32 bytes as base64 or as hexadecimal digits; `openssl rand -base64 32` makes one.";
  expect(() => parseSecretKey(text, "the test")).toThrow(new SecretKeyError(complaint));
});

test("a key has 32 bytes", () => {
  expect(() => new SecretKey(randomBytes(16))).toThrow("A secret key has 32 bytes, not 16.");
});

test("keys for different purposes differ, and so do those of different installations", () => {
  expect(key.derive("a")).not.toEqual(key.derive("b"));
  expect(key.derive("a")).not.toEqual(new SecretKey(randomBytes(32)).derive("a"));
  expect(new SecretKey(randomBytes(32)).id).not.toBe(key.id);
});

test("nothing of a key shows when it is printed or written as JSON", () => {
  expect(JSON.stringify(key)).toBe(`{"id":"${key.id}"}`);
  expect(key.id).toMatch(/^[0-9a-f]{16}$/);
});
