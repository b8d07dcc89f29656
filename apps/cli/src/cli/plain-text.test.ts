import { expect, test } from "vitest";
import { excerpt, listed, pastedWord, plainText, quoted } from "./plain-text.ts";

test.each([
  ["a\u001b[31mb\u0007c\u009bd\u007f", "a\\u001b[31mb\\u0007c\\u009bd\\u007f"],
  ["safe\u202etxt.exe\u2066\u200b\ufeff", "safe\\u202etxt.exe\\u2066\\u200b\\ufeff"],
  [" two\r\nlines\tand\u2028more ", "two lines and\\u2028more"],
  ["tag \u{e0041}", "tag \\udb40\\udc41"],
  ["Zoë – 東京 🖥", "Zoë – 東京 🖥"],
])("%j becomes %j", (text, plain) => {
  expect(plainText(text)).toBe(plain);
});

test("what is repeated is bounded, and no pair is cut in half", () => {
  expect([excerpt("web-1"), quoted("web-1"), listed(["a", "b"])]).toEqual(["web-1", '"web-1"', "a, b"]);
  expect(quoted("w".repeat(1_000_000))).toBe(`"${"w".repeat(79)}…"`);
  expect(excerpt("a\u{1f600}\u{1f600}", 3)).toBe("a…");
  expect(listed(Array(25).fill("x".repeat(500))).length).toBeLessThan(1_700);
  expect(listed(Array(25).fill("x"))).toMatch(/^(x, ){19}x and 5 more$/);
});

test.each([
  ["9c711ab3-8fc1-4d66-88d4-08f85117f32e", "9c711ab3-8fc1-4d66-88d4-08f85117f32e"],
  ["x; rm -rf ~", "'x; rm -rf ~'"],
  ["$(id)'`id`", "'$(id)'\\''`id`'"],
  ["a\nb", "'a b'"],
  ["", "''"],
])("a shell takes %j for one word, as %s", (said, word) => {
  expect(pastedWord(said)).toBe(word);
});
