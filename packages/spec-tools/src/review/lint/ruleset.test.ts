import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readRuleset } from "./ruleset.ts";

async function rulesetOf(config: string) {
  const folder = await mkdtemp(join(tmpdir(), "ruleset-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "redocly.yaml"), config);
  return readRuleset(join(folder, "redocly.yaml"));
}

test("rules that are turned off do not count, and those of a plugin are the project's own", async () => {
  const rules = "rules:\n  a: error\n  b: { severity: error }\n  c: off\n  house/d: warn\n";
  expect(await rulesetOf(`extends: [recommended, strict]\n${rules}`)).toEqual({
    from: ["recommended", "strict"],
    more: 3,
    own: 1,
  });
});

test("a configuration need not set anything", async () => {
  expect(await rulesetOf("telemetry: off\n")).toEqual({ from: [], more: 0, own: 0 });
});
