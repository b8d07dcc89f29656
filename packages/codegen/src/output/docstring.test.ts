import { expect, test } from "vitest";
import { Place } from "../document/place.ts";
import { docstring } from "./docstring.ts";

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
