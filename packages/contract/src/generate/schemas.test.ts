import { describe, expect, test } from "vitest";
import { admitted, emitted } from "../../test/generate/evaluate.ts";
import { Place } from "./place.ts";
import { emitSchema } from "./schemas.ts";
import { recordingScope } from "./text.ts";

describe("type", () => {
  test("null goes with any other", () => {
    expect(admitted({ type: "null" }, [null, 0])).toEqual([null]);
    expect(admitted({ type: ["string", "null"], maxLength: 1 }, ["a", "ab", null])).toEqual(["a", null]);
  });

  test("one of several will do, each with its own constraints", () => {
    const schema = { type: ["string", "integer"], maxLength: 1, maximum: 10 };
    expect(admitted(schema, ["a", "ab", 10, 11, null])).toEqual(["a", 10]);
  });

  test("may be missing: then anything will do", () => {
    expect(admitted({}, [1, null, "a"])).toEqual([1, null, "a"]);
  });

  test("must be one of JSON Schema's", () => {
    expect(() => emitted({ type: "file" })).toThrow("#/type: unknown type file");
    expect(() => emitted({ type: ["string", "any"] })).toThrow("#/type/1: unknown type any");
  });

  test("booleans are not strings", () => {
    expect(admitted({ type: "boolean" }, [true, false, "true", 0])).toEqual([true, false]);
  });
});

describe("a reference", () => {
  const emitReference = (schema: Record<string, string>) => emitSchema(new Place(schema), recordingScope());

  test("names a schema component", () => {
    const schema = { $ref: "#/components/schemas/HostId", description: "The host." };
    expect(emitReference(schema)).toBe("schemas.HostId");
  });

  test("leads nowhere else", () => {
    for (const $ref of ["HostId.yaml", "#/components/headers/HostId", "#/components/schemas/Host-Id"]) {
      expect(() => emitReference({ $ref })).toThrow(`#/$ref: unsupported $ref ${$ref}`);
    }
  });

  test("stands alone", () => {
    expect(() => emitReference({ $ref: "#/components/schemas/HostId", type: "string" })).toThrow(
      "#: type beside $ref",
    );
  });
});

test("a schema is an object", () => {
  expect(() => emitted(true)).toThrow("#: must be an object");
});

test("a const admits one value", () => {
  expect(admitted({ type: "string", const: "a" }, ["a", "b", null])).toEqual(["a"]);
});

describe("an enum", () => {
  test("admits its values, and null where it holds it", () => {
    expect(admitted({ type: "integer", enum: [0, 1] }, [0, 1, 2, "0", null])).toEqual([0, 1]);
    expect(admitted({ type: ["string", "null"], enum: ["a", null] }, ["a", null, "b"])).toEqual(["a", null]);
    expect(admitted({ type: "boolean", enum: [true] }, [true, false])).toEqual([true]);
    expect(admitted({ type: "integer", format: "int32", enum: [-1] }, [-1, 1])).toEqual([-1]);
    expect(admitted({ type: "integer", enum: [2 ** 31 - 1] }, [2 ** 31 - 1, 0])).toEqual([2 ** 31 - 1]);
  });

  test("holds values of its type only", () => {
    expect(() => emitted({ type: "integer", enum: [0, "1"] })).toThrow("#/enum/1: is not of type integer");
    expect(() => emitted({ type: "integer", const: "1" })).toThrow("#/const: is not of type integer");
    expect(() => emitted({ enum: [0] })).toThrow("#/enum/0: is not of type (none is given)");
    expect(() => emitted({ type: ["string", "null"], enum: [0] })).toThrow(
      "#/enum/0: is not of type string or null",
    );
  });

  test.each([[[0.5]], [[2 ** 31]], [[{}]]])("does not hold %j", (values) => {
    expect(() => emitted({ type: "number", enum: values })).toThrow(
      "#/enum/0: must be a string, a 32-bit integer",
    );
  });

  test("stands without constraints that would narrow it", () => {
    expect(() => emitted({ type: "integer", enum: [0, 1], maximum: 0 })).toThrow(
      "#: maximum beside enum, type, format is not supported",
    );
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

  test("between a schema and null is told in the schema's own words", () => {
    const options = (option: Record<string, string>) => ({ oneOf: [option, { type: "null" }] });
    expect(emitted(options({ type: "boolean" }))).toBe("z.boolean().nullable()");
    expect(emitted(options({ $ref: "#/components/schemas/Id" }))).toBe("schemas.Id.nullable()");
  });

  test("between a schema that admits null and null is none for oneOf", () => {
    const options = [{ type: ["integer", "null"] }, { type: "null" }];
    expect(admitted({ oneOf: options }, [1, null])).toEqual([1]);
    expect(admitted({ anyOf: options }, [1, null])).toEqual([1, null]);
    expect(admitted({ oneOf: [{}, { type: "null" }] }, [1, null])).toEqual([1]);
  });

  test("is made once by oneOf, and once or more by anyOf", () => {
    const options = [{ type: "integer", minimum: 5 }, { type: "integer", maximum: 7 }, { type: "string" }];
    expect(admitted({ oneOf: options }, [4, 5, 7, 8, "a", null])).toEqual([4, 8, "a"]);
    expect(admitted({ anyOf: options }, [4, 5, 7, 8, "a", null])).toEqual([4, 5, 7, 8, "a"]);
  });

  test("of one schema is that schema", () => {
    expect(emitted({ oneOf: [{ type: "integer", format: "int32" }] })).toBe("z.int32()");
    expect(emitted({ anyOf: [{ type: "null" }] })).toBe("z.null()");
  });

  test.each(["oneOf", "anyOf", "allOf"])("of no schema is not supported: %s", (keyword) => {
    expect(() => emitted({ [keyword]: [] })).toThrow(`#/${keyword}: lists no schema`);
  });

  test("stands alone", () => {
    expect(() => emitted({ ...nullable("oneOf"), type: "integer" })).toThrow("#: type beside oneOf");
    expect(() => emitted({ ...nullable("oneOf"), ...nullable("anyOf") })).toThrow("#: anyOf beside oneOf");
  });
});

describe("allOf", () => {
  const name = { type: "object", required: ["name"], properties: { name: { type: "string" } } };
  const size = { type: "object", properties: { size: { type: "integer", format: "int32" } } };

  test("admits what each schema does, and keeps what any of them names", () => {
    const values = [{ name: "a", size: 1, more: 1 }, { size: 1 }, { name: "a", size: "1" }];
    expect(admitted({ allOf: [name, size] }, values)).toEqual([{ name: "a", size: 1 }]);
    expect(
      admitted(
        {
          allOf: [
            { type: "integer", minimum: 2 },
            { type: "integer", maximum: 3 },
          ],
        },
        [1, 2, 3, 4],
      ),
    ).toEqual([2, 3]);
  });

  test("of one schema is that schema, and stands alone", () => {
    expect(emitted({ allOf: [{ type: "boolean" }] })).toBe("z.boolean()");
    expect(() => emitted({ allOf: [name], type: "object" })).toThrow("#: type beside allOf");
  });
});

test("a member may ask for others, also for those that are not described", () => {
  const schema = { type: "object", properties: { a: {}, b: {} }, dependentRequired: { a: ["b", "c"] } };
  const values = [{}, { b: 1 }, { a: 1, b: 1, c: 1 }, { a: 1, b: 1 }, { a: 1, c: 1 }, { d: 1 }];
  expect(admitted(schema, values)).toEqual([{}, { b: 1 }, { a: 1, b: 1 }, {}]);
});

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

test("an object without constraints is zod's own", () => {
  expect(emitted({ type: "object" })).toBe("z.object({})");
});

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

test("a member named __proto__ is counted, and judged, as any other", () => {
  const odd = (value: string) => JSON.parse(`{"__proto__": ${value}}`);
  expect(admitted({ type: "object", minProperties: 1 }, [odd("1"), {}])).toEqual([{}]);
  expect(admitted({ type: "object", additionalProperties: items }, [odd("1"), odd('"1"')])).toEqual([{}]);
  expect(() => emitted({ type: "object", properties: odd("{}") })).toThrow(
    "#/properties/__proto__: a member of this name is not supported",
  );
});
