import fc from "fast-check";
import { expect, test } from "vitest";
import { visibleText } from "./visible-text.ts";

test.each([
  ["a\u001b[31mb\u0007c\u009bd\u007f\r", "a\\u001b[31mb\\u0007c\\u009bd\\u007f\\u000d"],
  [
    "safe\u202etxt.exe\u2066\u200b\ufeff\u00ad\u061c",
    "safe\\u202etxt.exe\\u2066\\u200b\\ufeff\\u00ad\\u061c",
  ],
  ["tag \u{e0041} filler \u3164\u115f", "tag \\udb40\\udc41 filler \\u3164\\u115f"],
  ["two\nlines\tand\u2028more\u2029\u0085", "two\nlines\tand\\u2028more\\u2029\\u0085"],
  ["half \ud83d", "half \\ud83d"],
  ["Zoë – 東京 🖥 עברית", "Zoë – 東京 🖥 עברית"],
])("%j is shown as %j", (text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

test("JSON stays what it is, and nothing is left that a terminal would not show", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const shown = visibleText(JSON.stringify(text));
      expect(JSON.parse(shown)).toBe(text);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});
