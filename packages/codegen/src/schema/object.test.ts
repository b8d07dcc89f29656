import { describe, expect, test } from "vitest";
import { admitted, emitted } from "../../test/evaluate.ts";

const properties = { name: { type: "string" }, "first-seen": { type: "integer" } };

test("members are checked; those that are not required may be absent, but not undefined", () => {
  const schema = { type: "object", properties, required: ["name"] };
  const valid = [{ name: "a" }, { name: "a", "first-seen": 1 }];
  const invalid = [
    {},
    { "first-seen": 1 },
    { name: 1 },
    { name: "a", "first-seen": undefined },
    [],
    null,
    "a",
  ];
  expect(admitted(schema, [...valid, ...invalid])).toEqual(valid);
});

test("a required member must be described", () => {
  const schema = { type: "object", properties, required: ["name", "id"] };
  expect(() => emitted(schema)).toThrow("#/required/1: is required but not described");
});

test("descriptions become comments", () => {
  const described = {
    type: "object",
    properties: { name: { type: "string", description: "What it is called." } },
  };
  expect(emitted(described)).toBe(
    "z.object({\n  /** What it is called. */\n  name: z.string().exactOptional(),\n})",
  );
});

describe("members that are not described", () => {
  const value = { name: "a", more: 1 };

  test("are admitted and left out where the document says nothing", () => {
    expect(admitted({ type: "object", properties }, [value])).toEqual([{ name: "a" }]);
  });

  test("are kept where it admits them", () => {
    expect(admitted({ type: "object", properties, additionalProperties: true }, [value])).toEqual([value]);
  });

  test("are refused where it says so", () => {
    expect(
      admitted({ type: "object", properties, additionalProperties: false }, [value, { name: "a" }]),
    ).toEqual([{ name: "a" }]);
  });

  test("are checked where it has a schema for them, and none is described", () => {
    const schema = { type: "object", additionalProperties: { type: "integer" } };
    expect(admitted(schema, [{}, { a: 1 }, { a: "1" }])).toEqual([{}, { a: 1 }]);
    expect(() => emitted({ ...schema, properties })).toThrow(
      "#/additionalProperties: a schema for additional members",
    );
  });
});

test("members are counted, those that are not described too", () => {
  const schema = { type: "object", properties, minProperties: 1, maxProperties: 2 };
  const values = [{}, { a: 1 }, { a: 1, name: "b" }, { a: 1, b: 2, c: 3 }];
  expect(admitted(schema, values)).toEqual([{}, { name: "b" }]);
});
