import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { SECTION_NAMES } from "../types.ts";
import { blockNamesOf, blocksOf, sectionsScript } from "./sections.ts";

it("lets no more than 8 MB leave a host, whatever it has", () => {
  const bytes = blocksOf(SECTION_NAMES).map((block) => block.bytes);
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(8_000_000);
});

it("asks for each block once, and for those of the wanted sections alone", () => {
  const names = blocksOf(SECTION_NAMES).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(blocksOf(["software"]).map(({ name }) => name)).toEqual(blockNamesOf("software"));
  expect(blocksOf([])).toEqual([]);
});

it("is a script that a shell can read, in lines that a terminal can take", () => {
  const script = sectionsScript("f".repeat(32));
  expect(spawnSync("sh", ["-n"], { input: script, encoding: "utf8" })).toMatchObject({
    status: 0,
    stderr: "",
  });
  expect(Math.max(...script.split("\n").map((line) => line.length))).toBeLessThan(1_000);
  // Nothing that a terminal would take for a key.
  expect(script).toMatch(/^[ -~\n]*$/);
});
