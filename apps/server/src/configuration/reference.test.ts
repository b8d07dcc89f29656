import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { settingsReference } from "./reference.ts";

test("the README has the table of settings as the code does", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const [, table] = /<!-- settings -->\n([\s\S]*)<!-- \/settings -->/.exec(readme) ?? [];
  expect(table).toBe(`\n${settingsReference()}\n`);
});
