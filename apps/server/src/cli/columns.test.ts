import { expect, test } from "vitest";
import { columns } from "./columns.ts";

test("columns are as wide as their widest cell, without blanks at the end of a line", () => {
  const table = columns(["ID", "NAME"]);
  expect(
    table.lines([
      ["1", "one"],
      ["1000", "a"],
    ]),
  ).toBe("ID    NAME\n1     one\n1000  a\n");
});

test("the head comes once and columns never shrink", () => {
  const table = columns(["ID", "NAME"]);
  table.lines([["1000", "a"]]);
  expect(table.lines([["1", "b"]])).toBe("1     b\n");
});

test("no rows leave the head", () => {
  expect(columns(["ID"]).lines([])).toBe("ID\n");
});

test("missing values and control characters are made visible", () => {
  expect(columns(["A", "B", "C"]).lines([[null, "", "\u001b[31m"]])).toBe("A  B  C\n-  -  \\u001b[31m\n");
});

test("a cell stays one cell, and turns no line's direction", () => {
  const table = columns(["NAME"]);
  expect(table.lines([["one\nroot  Admin\t\u202etxt\u200b"]])).toBe(
    "NAME\none\\nroot  Admin\\t\\u202etxt\\u200b\n",
  );
});
