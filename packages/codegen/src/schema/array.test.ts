import { expect, test } from "vitest";
import { admitted, emitted } from "../../test/evaluate.ts";

const items = { type: "integer" };

test("every item is checked", () => {
  expect(admitted({ type: "array", items }, [[], [1, 2], [1, "2"], {}, null])).toEqual([[], [1, 2]]);
});

test("the number of items is bounded", () => {
  expect(admitted({ type: "array", items, minItems: 1, maxItems: 2 }, [[], [1], [1, 2], [1, 2, 3]])).toEqual([
    [1],
    [1, 2],
  ]);
});

test("the items must be described", () => {
  expect(() => emitted({ type: "array" })).toThrow("#: has no items");
});

test("unique items are compared as JSON values", () => {
  const schema = { type: "array", items: {}, uniqueItems: true };
  const unique = [[], [1, "1", true, "true", null], [{ a: 1 }, { a: 2 }], [[1], [2]], ['{"a":1}', { a: 1 }]];
  expect(admitted(schema, unique)).toEqual(unique);
  expect(
    admitted(schema, [
      [1, 1],
      [null, null],
      [
        { a: 1, b: [2] },
        { b: [2], a: 1 },
      ],
      [[1], [1]],
    ]),
  ).toEqual([]);
});

test("unique items are compared before members that are not described are left out", () => {
  const schema = { type: "array", items: { type: "object" }, uniqueItems: true };
  expect(admitted(schema, [[{ a: 1 }, { a: 2 }]])).toEqual([[{}, {}]]);
});

test("items need not be unique where the document does not ask for it", () => {
  expect(admitted({ type: "array", items, uniqueItems: false }, [[1, 1]])).toEqual([[1, 1]]);
});
