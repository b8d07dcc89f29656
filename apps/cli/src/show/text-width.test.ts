import { expect, test } from "vitest";
import { fitted, measureOf } from "./text-width.ts";

const red = (text: string) => `\u001b[31m${text}\u001b[39m`;

test.each([
  ["web-1", 5],
  [red("web-1"), 5],
  ["東京", 4],
  [red("東京"), 4],
  ["e\u0301", 1],
])("%j is as wide as the screen has it", async (text, width) => {
  expect((await measureOf(["a", text]))(text)).toBe(width);
});

test.each([
  ["web-1", 5, "web-1"],
  ["web-1, web-2", 8, "web-1, …"],
  [red("web-1, web-2"), 8, red("web-1, …")],
  ["東京東京", 5, "東京…"],
])("%j has room in %i columns", async (text, columns, shown) => {
  expect(await fitted(text, columns)).toBe(shown);
});
