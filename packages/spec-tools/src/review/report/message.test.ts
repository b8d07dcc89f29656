import { expect, test } from "vitest";
import { messageAsMarkdown } from "./report.ts";

test.each([
  ["The string must have `maxLength`.", "The string must have `maxLength`."],
  ["`a|b` is no name, nor is `c`", "`a|b` is no name, nor is `c`"],
  ["No quotes at all.", "No quotes at all."],
  ["<b> must have `x`.", "``<b> must have `x`.``"],
  ["an odd ` backtick", "``an odd ` backtick``"],
  ["an empty `` quote", "```an empty `` quote```"],
])("%s becomes %s", (message, markdown) => {
  expect(messageAsMarkdown(message)).toBe(markdown);
});
