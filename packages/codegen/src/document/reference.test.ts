import { expect, test } from "vitest";
import { Place } from "./place.ts";
import { resolve } from "./reference.ts";

const root = {
  components: {
    parameters: {
      Limit: { name: "limit" },
      Same: { $ref: "#/components/parameters/Limit" },
      "a/b": { name: "odd" },
    },
    headers: { A: { $ref: "#/components/headers/B" }, B: { $ref: "#/components/headers/A" }, Text: "text" },
  },
};

const resolved = ($ref: string) => resolve(new Place({ $ref }, "#/here"), root);

test("what is no reference stays as it is", () => {
  expect(resolve(new Place({ name: "after" }), root).value).toEqual({ name: "after" });
});

test("references are followed to the end, which knows its place", () => {
  const limit = resolved("#/components/parameters/Same");
  expect(limit.value).toEqual({ name: "limit" });
  expect(limit.pointer).toBe("#/components/parameters/Limit");
});

test("escapes in a reference are undone", () => {
  expect(resolved("#/components/parameters/a~1b").value).toEqual({ name: "odd" });
});

test.each([
  ["other.yaml", "unsupported $ref other.yaml"],
  ["#/components/parameters/None", "$ref #/components/parameters/None points at nothing"],
  ["#/components/headers/Text", "$ref #/components/headers/Text points at nothing"],
])("a reference to %s leads nowhere", ($ref, problem) => {
  expect(() => resolved($ref)).toThrow(`#/here/$ref: ${problem}`);
});

test("references in a circle are found", () => {
  expect(() => resolved("#/components/headers/A")).toThrow("leads back to itself");
});
