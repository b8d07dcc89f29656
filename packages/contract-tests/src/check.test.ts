import { expect, test } from "vitest";
import { BrokenRule, given, rule } from "./check.ts";

test("a rule that is kept lets the check go on, and one that is broken ends it with a finding", () => {
  const cell = { operationId: "Get", status: 200 };
  expect(() => rule(true, cell, "body", "is wrong")).not.toThrow();
  expect(() => rule(false, cell, "body", "is wrong")).toThrow(BrokenRule);
});

test("a check that uses what it has not named among its needs ends with a finding", () => {
  expect(given("a", "credential")).toBe("a");
  expect(() => given(undefined, "credential")).toThrow("the check must name its need: credential");
});
