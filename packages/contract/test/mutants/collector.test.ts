import { expect, test } from "vitest";
import * as collector from "./collector.ts";

test("tests are collected in order, with a row of their table each, and are given out once", () => {
  const seen: unknown[] = [];
  collector.test("alone", () => seen.push("alone"));
  collector.describe("a group", () => {
    collector.test.each([[1, 2], 3])("of rows", (...row: unknown[]) => seen.push(row));
  });
  collector.describe.each([{ a: 1 }])("a group for each", (row: object) => {
    collector.test("inside", () => seen.push(row));
  });
  expect(seen).toEqual([]);

  const collected = collector.takeCollected();
  for (const { run } of collected) run();
  expect(collected.map(({ name }) => name)).toEqual(["alone", "of rows", "of rows", "inside"]);
  expect(seen).toEqual(["alone", [1, 2], [3], { a: 1 }]);
  expect(collector.takeCollected()).toEqual([]);
});
