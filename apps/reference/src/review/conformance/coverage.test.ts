import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { RunRecord } from "@hostscan/contract-tests";
import { expect, onTestFinished, test } from "vitest";
import { cellState, readCoverage } from "./coverage.ts";

const document = { version: "1.0.0", sha256: "aa" };
const record: RunRecord = {
  document,
  reached: "loopback",
  at: "2026-01-01T00:00:00.000Z",
  checks: [],
  observed: [{ operationId: "Get", status: 200 }],
  unobserved: [{ operationId: "Get", status: 500, reason: "needs internal fault" }],
};

async function fileWith(text: string): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), "coverage-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "run.json"), text);
  return pathToFileURL(join(folder, "run.json"));
}

test("a record (fixture) of the document as it is tells of each answer what became of it", async () => {
  const coverage = await readCoverage(await fileWith(JSON.stringify(record)), document);
  expect(coverage).toEqual({ document, state: "current", record });
  expect([200, 500, 503].map((status) => cellState(coverage, "Get", status))).toEqual([
    "observed",
    "unobserved",
    "unmeasured",
  ]);
});

test("a record (fixture) of another state of the document is stale, whatever its version", async () => {
  const file = await fileWith(JSON.stringify(record));
  expect((await readCoverage(file, { version: "1.0.0", sha256: "bb" })).state).toBe("stale");
});

test("without a record nothing was measured", async () => {
  const coverage = await readCoverage(new URL("none.json", import.meta.url), document);
  expect(coverage).toEqual({ document, state: "none", record: undefined });
  expect(cellState(coverage, "Get", 200)).toBe("unmeasured");
});

test("a file that holds no record is refused, and so is one that cannot be read", async () => {
  await expect(readCoverage(await fileWith("{}"), document)).rejects.toThrow("no record of a run");
  await expect(readCoverage(new URL("./", import.meta.url), document)).rejects.toThrow("EISDIR");
});
