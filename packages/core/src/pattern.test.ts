import { expect, test } from "vitest";
import { matchesPattern } from "./pattern.ts";

test.each([
  ["web.example", "web.example", true],
  ["web.example", "web", false],
  ["web.example", "*.example", true],
  ["web.example.org", "*.example", false],
  ["web.example", "*e*.ex*e", true],
  ["web1", "web?", true],
  ["web", "web?", false],
  ["web", "web*", true],
  ["", "*", true],
  ["", "?", false],
  ["a*b", "a*b", true],
])("%j as %j: %s", (text, pattern, expected) => {
  expect(matchesPattern(text, pattern)).toBe(expected);
});

/** All texts of these characters, up to so many. */
const textsOf = (characters: string, most: number): string[] =>
  most === 0
    ? [""]
    : ["", ...textsOf(characters, most - 1).flatMap((rest) => [...characters].map((one) => one + rest))];

test("it is what a regular expression says", () => {
  const wrong = textsOf("ab*?", 4).flatMap((pattern) => {
    const expression = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
    return textsOf("ab", 4).flatMap((text) =>
      matchesPattern(text, pattern) === expression.test(text) ? [] : [[text, pattern]],
    );
  });
  expect(wrong).toEqual([]);
});

test("a pattern of many stars comes to its end", () => {
  expect(matchesPattern("a".repeat(255), `${"*a".repeat(20_000)}b`)).toBe(false);
});
