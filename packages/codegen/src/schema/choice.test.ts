import { describe, expect, test } from "vitest";
import { admitted, emitted } from "../../test/evaluate.ts";

test("a const admits one value", () => {
  expect(admitted({ type: "string", const: "a" }, ["a", "b", null])).toEqual(["a"]);
});

describe("an enum", () => {
  test("admits its values, and null where it holds it", () => {
    expect(admitted({ type: "integer", enum: [0, 1] }, [0, 1, 2, "0", null])).toEqual([0, 1]);
    expect(admitted({ type: ["string", "null"], enum: ["a", null] }, ["a", null, "b"])).toEqual(["a", null]);
    expect(admitted({ type: "boolean", enum: [true] }, [true, false])).toEqual([true]);
    expect(admitted({ type: "integer", format: "int32", enum: [-1] }, [-1, 1])).toEqual([-1]);
  });

  test("holds values of its type only", () => {
    expect(() => emitted({ type: "integer", enum: [0, "1"] })).toThrow("#/enum/1: is not of type integer");
    expect(() => emitted({ type: "integer", const: "1" })).toThrow("#/const: is not of type integer");
    expect(() => emitted({ enum: [0] })).toThrow("#/enum/0: is not of type (none is given)");
  });

  test.each([[[0.5]], [[2 ** 31]], [[{}]]])("does not hold %j", (values) => {
    expect(() => emitted({ type: "number", enum: values })).toThrow(
      "#/enum/0: must be a string, a 32-bit integer",
    );
  });

  test("stands without constraints that would narrow it", () => {
    expect(() => emitted({ type: "integer", enum: [0, 1], maximum: 0 })).toThrow("#: maximum beside enum");
    expect(() => emitted({ type: "string", enum: ["a"], format: "uuid" })).toThrow(
      "#/format: says nothing beside",
    );
  });
});

describe("a choice", () => {
  const nullable = (keyword: string) => ({ [keyword]: [{ type: "integer" }, { type: "null" }] });

  test.each(["oneOf", "anyOf"])("by %s is between a schema and null", (keyword) => {
    expect(admitted(nullable(keyword), [1, null, "1"])).toEqual([1, null]);
  });

  test.each([
    ["two schemas", [{ type: "integer" }, { type: "string" }]],
    ["one schema", [{ type: "integer" }]],
    ["null alone", [{ type: "null" }, { type: "null" }]],
    ["three schemas", [{ type: "integer" }, { type: "string" }, { type: "null" }]],
  ])("of %s is not supported", (_what, oneOf) => {
    expect(() => emitted({ oneOf })).toThrow("#/oneOf: supported is one schema, or null");
  });

  test("stands alone", () => {
    expect(() => emitted({ ...nullable("oneOf"), type: "integer" })).toThrow("#: type beside oneOf");
    expect(() => emitted({ ...nullable("oneOf"), ...nullable("anyOf") })).toThrow("#: anyOf beside oneOf");
  });
});
