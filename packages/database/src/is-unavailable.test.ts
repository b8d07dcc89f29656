import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { isUnavailable } from "./is-unavailable.ts";

function errorWith(code: unknown): Error {
  return Object.assign(new Error("fault (fixture)"), { code });
}

test.each(["08006", "53300", "57P01", "57P03", "57014", "25006", "ECONNREFUSED", "EAI_AGAIN"])(
  "%s means unavailable",
  (code) => {
    expect(isUnavailable(errorWith(code))).toBe(true);
  },
);

test.each(["23505", "42703", "28P01", "40001", 57])("%s does not", (code) => {
  expect(isUnavailable(errorWith(code))).toBe(false);
});

test("pg's own messages are known", () => {
  expect(isUnavailable(new Error("Connection terminated unexpectedly"))).toBe(true);
  expect(isUnavailable(new Error("timeout exceeded when trying to connect"))).toBe(true);
  expect(isUnavailable(new Error("Client has encountered a connection error and is not queryable"))).toBe(
    true,
  );
});

test("a missing file is no missing socket", async () => {
  await expect(readFile("/nowhere")).rejects.toSatisfy((error) => !isUnavailable(error));
  expect(isUnavailable(errorWith("ENOENT"))).toBe(false);
});

test("what is no error is not", () => {
  expect(isUnavailable("ECONNREFUSED")).toBe(false);
});
