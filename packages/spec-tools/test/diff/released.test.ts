import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { baseSource, changelogOf, currentSource, readReleases, reportOn } from "../../src/diff/index.ts";
import { changelogFile } from "../../src/diff/release.ts";
import { versionOf } from "../../src/diff/report.ts";
import { releasesFolder } from "../../src/diff/sources/source.ts";

const openapiFolder = fileURLToPath(new URL("../../../../openapi", import.meta.url));
const releases = await readReleases(releasesFolder(openapiFolder));

test("every released document has the version that its file is named after", () => {
  expect(releases.length).toBeGreaterThan(0);
  expect(releases.map(({ document }) => versionOf(document))).toEqual(releases.map(({ version }) => version));
});

test("the changelog says what the released documents say", async () => {
  expect(await readFile(changelogFile(openapiFolder), "utf8")).toBe(changelogOf(releases));
});

test("the document breaks no caller of the last release, or has a major version", async () => {
  const report = reportOn(await baseSource(openapiFolder, undefined), await currentSource(openapiFolder));
  const breaking = report.changes.filter(({ impact }) => impact === "breaking");
  expect(report.ok ? [] : breaking).toEqual([]);
});
