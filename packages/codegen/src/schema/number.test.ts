import { expect, test } from "vitest";
import { admitted, emitted } from "../../test/evaluate.ts";

test("a number is any JSON number", () => {
  expect(admitted({ type: "number" }, [0, -1.5, 1e300, "1", null, Number.NaN, Infinity])).toEqual([
    0, -1.5, 1e300,
  ]);
});

test("bounds are inclusive, or exclusive by their own keywords", () => {
  const numbers = [0, 0.5, 1, 2, 2.5];
  expect(admitted({ type: "number", minimum: 0.5, maximum: 2 }, numbers)).toEqual([0.5, 1, 2]);
  expect(admitted({ type: "number", exclusiveMinimum: 0.5, exclusiveMaximum: 2 }, numbers)).toEqual([1]);
});

test("an integer has no fraction, and may be larger than a double holds exactly", () => {
  const integers = [0, -0, 1.0, 2 ** 53, -1e300];
  expect(admitted({ type: "integer" }, [...integers, 1.5, Infinity, "1"])).toEqual(integers);
});

test("an int32 has 32 bits", () => {
  const integers = [2 ** 31 - 1, -(2 ** 31)];
  expect(admitted({ type: "integer", format: "int32" }, [...integers, 2 ** 31, -(2 ** 31) - 1, 0.5])).toEqual(
    integers,
  );
});

test("an integer has bounds too", () => {
  expect(admitted({ type: "integer", format: "int32", minimum: 1, maximum: 2 }, [0, 1, 2, 3])).toEqual([
    1, 2,
  ]);
});

test("other formats are unknown", () => {
  expect(() => emitted({ type: "integer", format: "int64" })).toThrow("#/format: unknown format int64");
  expect(() => emitted({ type: "number", format: "double" })).toThrow("#: format says nothing about number");
});
