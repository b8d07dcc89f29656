import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EXIT_CODES } from "./exit-code.ts";

test("the README has the table of exit codes", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const table = [...readme.matchAll(/^\| (\d+) +\| (.+?) +\|$/gm)].map(([, code, meaning]) => [
    Number(code),
    meaning,
  ]);
  expect(table).toEqual(Object.values(EXIT_CODES));
});
