import { expect, test } from "vitest";
import { literal } from "./literal.ts";

test("what is short stays on a line", () => {
  expect(literal({ a: [1, "x", null], "b-c": {}, 200: true })).toBe(
    '{ 200: true, a: [1, "x", null], "b-c": {} }',
  );
  expect(literal([])).toBe("[]");
  expect(literal("a")).toBe('"a"');
});

test("what is long gets a line for each member or item", () => {
  const long = "x".repeat(60);
  expect(literal({ a: [long, long], b: 1 })).toBe(
    `{\n  a: [\n    "${long}",\n    "${long}",\n  ],\n  b: 1,\n}`,
  );
  expect(literal("x".repeat(200))).toBe(`"${"x".repeat(200)}"`);
});

test("a status is a name without quotes, other numbers are not", () => {
  expect(literal({ 404: 1, "007": 2, "-1": 3 })).toBe('{ 404: 1, "007": 2, "-1": 3 }');
});
