import { expect, test } from "vitest";
import { emitted } from "../../test/generate/evaluate.ts";
import { UnsupportedSpecError } from "./place.ts";

test.each([
  ["multipleOf", { type: "integer", multipleOf: 2 }],
  ["not", { not: { type: "string" } }],
  ["if", { type: "string", if: {} }],
  ["discriminator", { discriminator: { propertyName: "a" } }],
  ["prefixItems", { type: "array", prefixItems: [] }],
  ["patternProperties", { type: "object", patternProperties: {} }],
  ["propertyNames", { type: "object", propertyNames: {} }],
  ["contains", { type: "array", contains: {} }],
  ["contentEncoding", { type: "string", contentEncoding: "base64" }],
  ["nullable", { type: "string", nullable: true }],
  ["dependentSchemas", { type: "object", dependentSchemas: {} }],
  ["x-anything", { type: "string", "x-anything": 1 }],
])("the keyword %s is unknown", (keyword, schema) => {
  expect(() => emitted(schema)).toThrow(new UnsupportedSpecError("#", `unknown keyword ${keyword}`));
});

test("an unknown keyword deep inside is found, and its place named", () => {
  const schema = {
    type: "object",
    properties: { "a/b": { type: "array", items: { type: "string", not: {} } } },
  };
  expect(() => emitted(schema)).toThrow("#/properties/a~1b/items: unknown keyword not");
});

test("a keyword must apply to the type beside it", () => {
  expect(() => emitted({ type: "integer", maxLength: 3 })).toThrow("#: maxLength says nothing about integer");
  expect(() => emitted({ type: ["integer", "null"], maxLength: 3 })).toThrow(
    "#: maxLength says nothing about integer, null",
  );
  expect(() => emitted({ maxLength: 3 })).toThrow("#: maxLength says nothing about a schema without a type");
});

test("descriptive keywords are passed over", () => {
  const described = {
    type: "string",
    title: "Name",
    description: "A name.",
    examples: ["a"],
    example: "a",
    default: "a",
    deprecated: true,
    readOnly: true,
    writeOnly: false,
    $comment: "For readers.",
  };
  expect(emitted(described)).toBe("z.string()");
});
