import { expect, test } from "vitest";
import { plainText } from "./plain-text.ts";

test.each([
  ["a\u001b[31mb\u0007c\u009bd\u007f", "a[31mbcd"],
  ["safe\u202etxt.exe\u2066\u200b\ufeff", "safetxt.exe"],
  [" two\r\nlines\tand\u2028more ", "two lines and more"],
  ["Zoë – 東京 🖥", "Zoë – 東京 🖥"],
])("%j becomes %j", (text, plain) => {
  expect(plainText(text)).toBe(plain);
});
