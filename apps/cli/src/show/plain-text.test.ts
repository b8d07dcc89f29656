import { expect, test } from "vitest";
import { plainText } from "./plain-text.ts";

test.each([
  ["a\u001b[31mb\u0007c\u009bd\u007f", "a\\u001b[31mb\\u0007c\\u009bd\\u007f"],
  ["safe\u202etxt.exe\u2066\u200b\ufeff", "safe\\u202etxt.exe\\u2066\\u200b\\ufeff"],
  [" two\r\nlines\tand\u2028more ", "two lines and\\u2028more"],
  ["tag \u{e0041}", "tag \\udb40\\udc41"],
  ["Zoë – 東京 🖥", "Zoë – 東京 🖥"],
])("%j becomes %j", (text, plain) => {
  expect(plainText(text)).toBe(plain);
});
