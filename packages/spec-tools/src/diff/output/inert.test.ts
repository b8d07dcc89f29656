import { expect, test } from "vitest";
import { code, fenceFor, inert, visible } from "./inert.ts";

test.each([
  ["maximum 65535 → 1024"],
  ["minimum 1 → -5"],
  ["what callers may send now is refused"],
  ['values with "a", 2'],
  ["a full stop. And 1.0.0"],
  ["two-step"],
])("%s is left as it is", (text) => {
  expect(inert(text)).toBe(text);
});

test.each([
  "^[A-Z]",
  "a|b",
  "<b>",
  "&lt;",
  "*x*",
  "_x_",
  "~x~",
  "@octocat",
  "#12",
  "GH-12",
  "https://example.com",
  "www.example.com",
  "$x$",
  ":smile:",
  "a\\b",
  "a`b",
])("%s is shown as code", (text) => {
  expect(inert(text)).toBe(code(text));
  expect(code(text)).toMatch(/^`.*`$/);
});

test.each([
  ["a`b", "``a`b``"],
  ["`a`", "`` `a` ``"],
  [" a", "`  a `"],
  ["", ""],
  ["one\r\ntwo\tthree", "`one two three`"],
  ["a\u202eb\u001bc\u200b", "`a\\u202eb\\u001bc\\u200b`"],
])("%j as code is %s", (text, span) => {
  expect(code(text)).toBe(span);
});

test("a long text is cut, between characters", () => {
  expect(code("x".repeat(1000))).toBe(`\`${"x".repeat(300)}…\``);
  expect(code(`${"x".repeat(299)}😀`)).toBe(`\`${"x".repeat(299)}…\``);
});

test("a fence is longer than any run of backticks in the text", () => {
  expect(fenceFor("a `` b ```` c", 3)).toBe("`````");
  expect(fenceFor("a", 3)).toBe("```");
});

test("what cannot be seen is written out", () => {
  expect(visible("a\tb\u2028ü😀")).toBe("a\\u0009b\\u2028ü😀");
});
