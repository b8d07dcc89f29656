import { type JsonObject, Place } from "@hostscan/contract/generate";
import { describe, expect, it } from "vitest";
import { allOf, byType } from "./combine.ts";

const list = new Place<JsonObject>({}, "#/list");
const places = (schemas: readonly JsonObject[]) => schemas.map((schema, index) => list.at(index, schema));
const together = (...schemas: readonly JsonObject[]) => allOf(list, places(schemas)).value;
const typed = (...schemas: readonly JsonObject[]) => byType(list, places(schemas))?.value;

describe("schemas that hold together", () => {
  it("are one with the tighter limits, all that is required and all members", () => {
    const name = { type: "string" };
    const a = {
      type: "object",
      description: "one",
      required: ["a"],
      minProperties: 1,
      maxProperties: 9,
      properties: { a: name },
    };
    const b = {
      type: "object",
      description: "other",
      required: ["b", "a"],
      minProperties: 2,
      maxProperties: 5,
      properties: { a: name, b: name },
    };
    expect(together(a, b)).toEqual({
      ...{ type: "object", description: "one", required: ["a", "b"], minProperties: 2, maxProperties: 5 },
      properties: { a: name, b: name },
    });
  });

  it.each<[string, JsonObject, JsonObject]>([
    ["type", { type: "string" }, { type: "integer" }],
    ["pattern", { pattern: "a" }, { pattern: "b" }],
    ["maxLength", { maxLength: 1 }, { maxLength: "2" }],
    ["required", { required: ["a"] }, { required: true }],
    ["properties", { properties: { a: { type: "string" } } }, { properties: { a: { type: "integer" } } }],
  ])("cannot be compared where they say different things: %s", (keyword, a, b) => {
    expect(() => together(a, b)).toThrow(`cannot be compared: ${keyword} differs among its schemas`);
  });
});

describe("a choice between types", () => {
  it("is one schema of these types, each with its own keywords", () => {
    const text = { type: "string", maxLength: 9, description: "A name." };
    expect(typed(text, { type: ["integer", "null"], minimum: 1 })).toEqual({
      ...{ type: ["string", "integer", "null"], maxLength: 9, minimum: 1 },
    });
  });

  it.each<[string, JsonObject, JsonObject]>([
    ["one says no type", { type: "string" }, { minimum: 1 }],
    ["both take the same", { type: "string" }, { type: ["string", "null"] }],
    ["an integer is a number", { type: "integer" }, { type: "number" }],
    ["one lists values", { type: "string", enum: ["a"] }, { type: "integer" }],
    ["one is a value", { type: "string" }, { type: "integer", const: 1 }],
    ["both say a keyword", { type: "integer", format: "int32" }, { type: "string", format: "uuid" }],
  ])("stays a choice where %s", (_, a, b) => {
    expect(typed(a, b)).toBeUndefined();
  });
});
