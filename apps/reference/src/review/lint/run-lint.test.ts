import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runLint } from "./run-lint.ts";

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "lint-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  return folder;
}

const config = "extends: [minimal]\nrules:\n  info-license: error\n  no-empty-servers: { severity: warn }\n";
const document = "openapi: 3.1.1\ninfo: { title: Fixture, version: '1' }\npaths: {}\n";

test("the linter says which rules hold for a document (fixture), and where it breaks them", async () => {
  const run = await runLint(await folderWith({ "openapi.yaml": document, "redocly.yaml": config }));
  expect(run.linter).toMatch(/^Redocly \d+\.\d+\.\d+$/);
  const severities = new Map(run.rules.map(({ name, severity }) => [name, severity]));
  expect(severities.get("info-license")).toBe("error");
  expect(severities.get("no-empty-servers")).toBe("warn");
  expect(severities.get("info-contact")).toBe("off");
  expect(run.problems).toEqual([
    {
      rule: "info-license",
      severity: "error",
      message: "Info object should contain `license` field.",
      place: "openapi.yaml #/info",
    },
    {
      rule: "no-empty-servers",
      severity: "warn",
      message: "Servers must be present.",
      place: "openapi.yaml #/openapi",
    },
  ]);
});

test("where there is no document, the linter's own words say so", async () => {
  await expect(runLint(await folderWith({ "redocly.yaml": config }))).rejects.toThrow("openapi.yaml");
});
