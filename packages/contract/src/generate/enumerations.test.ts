import { expect, test } from "vitest";
import { enumerationsFile, enumerationsOf } from "./enumerations.ts";
import { type JsonObject, Place } from "./place.ts";

const read = (schema: JsonObject) => enumerationsOf(new Place({ Status: schema, Other: { type: "string" } }));

test("named enumerations are found, and their names paired with their values", () => {
  const [status, ...others] = read({ enum: [0, 2], "x-enum-varnames": ["Queued", "Complete"] });
  expect(status).toMatchObject({
    name: "Status",
    entries: [
      ["Queued", 0],
      ["Complete", 2],
    ],
  });
  expect(others).toEqual([]);
});

test("the file has a constant and a type for each, with its description", () => {
  const status = {
    description: "Where it stands.",
    enum: [0, 2],
    "x-enum-varnames": ["Queued", "Well-done"],
  };
  const { name, text } = enumerationsFile(new Place({ Status: status }));
  expect(name).toBe("enumerations.ts");
  expect(text.split("\n").slice(2)).toEqual([
    "/** Where it stands. */",
    "export const Status = {",
    "  Queued: 0,",
    '  "Well-done": 2,',
    "} as const;",
    "export type Status = (typeof Status)[keyof typeof Status];",
    "",
  ]);
});

test.each([
  [{ "x-enum-varnames": ["A"] }, "#/Status: has no enum"],
  [{ enum: [0], "x-enum-varnames": ["A", "B"] }, "#/Status/x-enum-varnames/1: names no value"],
  [{ enum: [0, 1], "x-enum-varnames": ["A"] }, "#/Status/x-enum-varnames: does not name every value"],
  [{ enum: [0, 1], "x-enum-varnames": ["A", "A"] }, "#/Status/x-enum-varnames/1: names another value too"],
  [{ enum: ["a"], "x-enum-varnames": ["A"] }, "#/Status/enum/0: must be a number"],
])("names that do not fit the values are found: %j", (schema, problem) => {
  expect(() => read(schema)).toThrow(problem);
});
