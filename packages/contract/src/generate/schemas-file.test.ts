import { expect, test } from "vitest";
import { Place } from "./place.ts";
import { inOrder, schemasFile } from "./schemas.ts";

test("the file has a constant for each component, and names those that it refers to by their own names", () => {
  const schemas = { Job: { $ref: "#/components/schemas/Id" }, Id: { type: "boolean" } };
  const { name, text } = schemasFile(new Place(schemas));
  expect(name).toBe("schemas.ts");
  expect(text.split("\n").slice(1)).toEqual([
    'import { z } from "zod";',
    "",
    "export const Id = z.boolean();",
    "",
    "export const Job = Id;",
    "",
  ]);
});

const to = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const order = (schemas: Record<string, object>) =>
  inOrder(new Place(JSON.parse(JSON.stringify(schemas))).object()).map(([name]) => name);

test("a schema comes after all that it refers to, however deep", () => {
  const schemas = {
    Job: { properties: { hosts: { items: to("Host") } } },
    Host: { oneOf: [to("Id"), {}] },
    Id: {},
  };
  expect(order(schemas)).toEqual(["Id", "Host", "Job"]);
});

test("the document's order is kept where nothing forbids it", () => {
  expect(order({ B: {}, A: to("C"), C: to("B") })).toEqual(["B", "C", "A"]);
});

test("a member named $ref is no reference", () => {
  expect(order({ A: { properties: { $ref: { type: "string" } } } })).toEqual(["A"]);
});

test("a schema that refers to itself is not supported", () => {
  expect(() => order({ A: to("B"), B: { items: to("A") } })).toThrow("#/A: refers to itself: A -> B -> A");
});

test("a reference to nothing is found", () => {
  expect(() => order({ A: to("B") })).toThrow("#/A/$ref: there is no schema B");
});
