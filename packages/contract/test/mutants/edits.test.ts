import { expect, test } from "vitest";
import { apply, editsOf, lineAndColumn } from "./edits.ts";

/** The sources that a source becomes by each of its edits. */
const mutated = (text: string) => editsOf("a.ts", text).map((edit) => apply(text, edit));

test("conditions are forced, operators swapped, negations dropped", () => {
  expect(mutated("if (a < b) c;")).toEqual([
    "if (true) c;",
    "if (false) c;",
    "if (a <= b) c;",
    "if (a < b) ;",
  ]);
  expect(mutated("const x = a ? !b : c;")).toEqual([
    "const x = true ? !b : c;",
    "const x = false ? !b : c;",
    "const x = a ? b : c;",
  ]);
  expect(mutated("const x = a ?? b;")).toEqual([
    "const x = a ?? undefined;",
    "const x = (a, undefined) ?? b;",
  ]);
});

test("literals change", () => {
  expect(mutated('const x = "a";')).toEqual(['const x = "";']);
  expect(mutated('const x = "";')).toEqual(['const x = "mutant";']);
  expect(mutated("const x = 7;")).toEqual(["const x = 8;"]);
  expect(mutated("const x = true;")).toEqual(["const x = false;"]);
  expect(mutated(`const x = \`a\${b}\`;`)).toEqual(["const x = ``;"]);
  expect(mutated("const x = /^a$/u;")).toEqual(["const x = /a$/u;", "const x = /^a/u;"]);
});

test("statements, members, items and calls are left out", () => {
  expect(mutated("f();")).toEqual([";"]);
  expect(mutated("const x = [a, b];")).toEqual(["const x = [...[], b];", "const x = [a, ...[]];"]);
  expect(mutated('const x = { "a-b": c };')).toEqual(["const x = { ...{} };"]);
  expect(mutated("const x = a.sort();")).toEqual(["const x = a;"]);
});

test("types and imports are left alone", () => {
  expect(mutated('import { a } from "b"; type C = "d"; interface E { f: "g" }')).toEqual([]);
});

test("a place is told by line and column", () => {
  const text = "f;\n  g(7);";
  expect(editsOf("a.ts", text).map((edit) => lineAndColumn(text, edit))).toEqual(["1:1", "2:3", "2:5"]);
});
