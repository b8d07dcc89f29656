import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../src/document.ts";
import { constraints } from "../../src/generate/keywords.ts";
import { emitted, evaluate } from "../generate/evaluate.ts";
import { isObject } from "../json.ts";
import { compare } from "./agreement.ts";
import { ajvVerdictOf } from "./ajv.ts";
import { edgeValues } from "./edges.ts";
import { mutants } from "./mutations.ts";
import { changeAt, places } from "./places.ts";

const integer = { type: "integer" };
const named = { type: "object", required: ["id"], properties: { id: integer } };

/** A schema for each keyword that the generator knows, also those that the document does without, with examples. */
const fixtures: [schema: JsonObject, ...examples: Json[]][] = [
  [{ type: "string", minLength: 1, maxLength: 3 }, "a", "😀😀😀", "😀😀"],
  [{ type: "string", pattern: "^\\p{L}.$" }, "ab", "é😀"],
  [{ type: "string", format: "uuid", minLength: 36, maxLength: 36 }, "f568fec0-10b6-0b94-0daf-e62c50c9bf3e"],
  [{ type: "string", format: "uuid", maxLength: 35, minLength: 1 }],
  [{ type: "integer", format: "int32", minimum: -1, maximum: 200 }, -1, 0, 200],
  [{ type: "integer", exclusiveMinimum: 0, exclusiveMaximum: 200 }, 1, 199],
  [{ type: "number", minimum: 0.5, exclusiveMaximum: 200 }, 0.5, 199.5],
  [{ type: "number", exclusiveMinimum: -1, maximum: 1.5 }, 1.5, -0.5],
  [{ type: ["string", "integer", "null"], maxLength: 1, maximum: 1 }, "a", 1, null],
  [{ type: "boolean" }, true, false],
  [{ type: "null" }, null],
  [{ type: "integer", enum: [0, 1, -1] }, 0, -1],
  [{ type: ["string", "null"], enum: ["a", null] }, "a", null],
  [{ type: "string", const: "0" }, "0"],
  [{ type: "array", items: integer, minItems: 1, maxItems: 3 }, [1], [1, 2, 3]],
  [{ type: "array", items: {}, uniqueItems: true }, [], [1, "1", { a: 1 }], [{ a: 1 }, { a: 2 }]],
  [{ type: "array", items: integer, uniqueItems: false }, [1, 1]],
  [{ ...named, additionalProperties: false }, { id: 1 }],
  [
    { ...named, additionalProperties: true },
    { id: 1, more: null },
  ],
  [{ type: "object", additionalProperties: integer }, {}, { a: 1 }],
  [{ type: "object", minProperties: 1, maxProperties: 2 }, { a: 1 }, { a: 1, b: null }],
  [
    { type: "object", properties: { id: {}, name: {} }, dependentRequired: { id: ["name", "status"] } },
    { id: 1, name: 2, status: 3 },
    { name: 1 },
  ],
  [{ oneOf: [integer, { type: "null" }] }, 1, null],
  [
    {
      oneOf: [
        { type: "integer", minimum: 5 },
        { type: "integer", maximum: 7 },
      ],
    },
    4,
    8,
  ],
  [{ anyOf: [{ type: "string", minLength: 1 }, integer, { type: "null" }] }, "a", 1, null],
  [
    { allOf: [named, { type: "object", properties: { name: { type: "string" } } }] },
    { id: 1 },
    { id: 1, name: "a" },
  ],
];

describe.each(fixtures)("the fixture %j", (schema, ...examples) => {
  const parse = evaluate(emitted(schema));
  const zod = (value: Json) => parse.safeParse(value).success;
  const ajv = ajvVerdictOf(schema);

  test("has examples that both find valid", () => {
    expect(examples.filter((example) => !zod(example) || !ajv(example))).toEqual([]);
  });

  test("gets the same verdict from both with every value on an edge, at every place", () => {
    const wrong = [null, ...examples].flatMap((example) =>
      places(example).flatMap(([path]) =>
        edgeValues
          .map((value) => changeAt(example, path, () => value) ?? null)
          .filter((value) => zod(value) !== ajv(value)),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test("gets the same verdict from both on mutants of the examples", () => {
    expect(compare({ zod, ajv, payloads: mutants([null, ...examples]) }).report).toBeUndefined();
  });
});

test("the fixtures have every keyword that constrains values of a type", () => {
  const used = new Set(
    fixtures.flatMap(([schema]) =>
      places(schema).flatMap(([, inner]) => (isObject(inner) ? Object.keys(inner) : [])),
    ),
  );
  expect([...constraints.keys()].filter((keyword) => !used.has(keyword))).toEqual([]);
});
