import { expect, test } from "vitest";
import { Place } from "./place.ts";
import { block, docstring, generatedFile, literal, recordingScope } from "./text.ts";

const commented = (description: string) => docstring(new Place({ description }));

test("a short description is a comment on one line", () => {
  expect(commented("A host.\n")).toBe("/** A host. */\n");
});

test("a long one is broken at spaces", () => {
  const word = "x".repeat(60);
  expect(commented(`${word} ${word} a`)).toBe(`/**\n * ${word}\n * ${word} a\n */\n`);
});

test("a word that is too long for a line stays whole", () => {
  const word = "x".repeat(120);
  expect(commented(`${word} a`)).toBe(`/**\n * ${word}\n * a\n */\n`);
});

test("paragraphs and rows of tables stay as they are", () => {
  const row = `| ${"x".repeat(120)} |`;
  expect(commented(`A table.\n\n${row}`)).toBe(`/**\n * A table.\n *\n * ${row}\n */\n`);
});

test("a description cannot end the comment", () => {
  expect(commented("a */ b")).toBe("/** a *\\/ b */\n");
});

test("where there is no description there is no comment", () => {
  expect(docstring(new Place({}))).toBe("");
  expect(commented(" ")).toBe("");
});

test("what was named is imported, once and in order", () => {
  const scope = recordingScope();
  expect(scope.component("HostId")).toBe("schemas.HostId");
  for (const name of ["z", "minLength", "maxLength", "minLength"]) expect(scope.use(name)).toBe(name);
  expect(scope.imports()).toEqual([
    'import { z } from "zod";',
    'import { maxLength, minLength } from "../runtime.ts";',
    'import * as schemas from "./schemas.ts";',
  ]);
});

test("the file that holds the schemas needs no import of them", () => {
  const scope = recordingScope({ holdsSchemas: true });
  expect(scope.component("HostId")).toBe("HostId");
  expect(scope.imports()).toEqual([]);
});

test("a file begins with a notice, and its imports where it has some", () => {
  const notice = "// Generated from the OpenAPI document by packages/contract/src/generate; do not edit.";
  expect(generatedFile("a.ts", [], ["a;"])).toEqual({ name: "a.ts", text: `${notice}\n\na;` });
  expect(generatedFile("a.ts", ["i;"], ["a;", "b;"]).text).toBe(`${notice}\ni;\n\na;\nb;`);
});

test("nothing between braces takes no room", () => {
  expect(block([])).toBe("{}");
});

test("members share a line of up to 100 characters", () => {
  expect(block(["x".repeat(96)])).toBe(`{ ${"x".repeat(96)} }`);
  expect(block(["x".repeat(97)])).toBe(`{\n  ${"x".repeat(97)}\n}`);
});

test("what is short stays on a line", () => {
  expect(literal({ a: [1, "x", null], "b-c": {}, 200: true })).toBe(
    '{ 200: true, a: [1, "x", null], "b-c": {} }',
  );
  expect(literal([])).toBe("[]");
  expect(literal("a")).toBe('"a"');
});

test("what is long gets a line for each member or item", () => {
  const long = "x".repeat(60);
  expect(literal({ a: [long, long], b: 1 })).toBe(
    `{\n  a: [\n    "${long}",\n    "${long}",\n  ],\n  b: 1,\n}`,
  );
  expect(literal(["x".repeat(76)])).toBe(`["${"x".repeat(76)}"]`);
  expect(literal(["x".repeat(77)])).toBe(`[\n  "${"x".repeat(77)}",\n]`);
  expect(literal("x".repeat(200))).toBe(`"${"x".repeat(200)}"`);
});

test("a status is a name without quotes, other numbers are not", () => {
  expect(literal({ 404: 1, "007": 2, "-1": 3, "1a": 4 })).toBe('{ 404: 1, "007": 2, "-1": 3, "1a": 4 }');
});
