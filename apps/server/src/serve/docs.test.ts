import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { readDocs } from "./docs.ts";

const warnings: string[] = [];
const log = { warn: (_: unknown, message?: string) => warnings.push(message ?? "") };
afterEach(() => {
  warnings.length = 0;
});

test("the pages are those that were built, unless they are switched off", async () => {
  const site = await mkdtemp(join(tmpdir(), "hostscan-docs-"));
  try {
    await writeFile(join(site, "index.html"), "fixture");
    const pages = await readDocs({ docs: "on" }, { log, site });
    expect([pages?.path, ...(pages?.files.keys() ?? [])]).toEqual(["/docs", "index.html"]);
    expect(await readDocs({ docs: "off" }, { log, site })).toBeUndefined();
    expect(warnings).toEqual([]);
  } finally {
    await rm(site, { recursive: true });
  }
});

test("where they have not been built, the log says so", async () => {
  expect(await readDocs({ docs: "on" }, { log, site: join(tmpdir(), "hostscan-no-docs") })).toBeUndefined();
  expect(warnings).toEqual(["/docs is not served: build @hostscan/reference"]);
});
