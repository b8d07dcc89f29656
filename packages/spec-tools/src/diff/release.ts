import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { changelogOf } from "./changelog.ts";
import { reportOn, versionOf } from "./report.ts";
import { documentText, readReleases, releaseFile, SpecDiffError } from "./sources/releases.ts";
import { currentSource, releaseSource, releasesFolder } from "./sources/source.ts";
import { suffices } from "./version.ts";

/** The changelog of the document, in its folder. */
export const changelogFile = (openapiFolder: string): string => join(openapiFolder, "CHANGELOG.md");

/**
 * Keeps the document as a release under the version that it gives itself, and writes the changelog anew.
 *
 * @returns the version
 * @throws {SpecDiffError} where the version has been released, or is too small a step for what has changed
 */
export async function cutRelease(openapiFolder: string): Promise<string> {
  const folder = releasesFolder(openapiFolder);
  await mkdir(folder, { recursive: true });
  const current = await currentSource(openapiFolder);
  const version = versionOf(current.document);
  const releases = await readReleases(folder);
  const last = releases.at(-1);
  if (last) {
    const report = reportOn(releaseSource(last), current);
    if (report.taken === "none" || !suffices(report.taken, report.needed)) {
      const least =
        report.needed === "none" ? `later than ${last.version}` : `${report.nextVersion} or later`;
      throw new SpecDiffError(`info.version is ${version}; it must be ${least}`);
    }
  }
  await writeFile(releaseFile(folder, version), documentText(current.document));
  await writeFile(
    changelogFile(openapiFolder),
    changelogOf([...releases, { version, document: current.document }]),
  );
  return version;
}
