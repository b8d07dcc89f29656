import { stat } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "@hostscan/contract/generate";
import type { Source } from "../report.ts";
import { isVersion } from "../version.ts";
import { documentAt } from "./git.ts";
import { type Release, readDocument, readReleases, releaseFile, SpecDiffError } from "./releases.ts";

/** Where the released documents are kept, in the document's folder. */
export const releasesFolder = (openapiFolder: string): string => join(openapiFolder, "releases");

/** The document as it is now. */
export async function currentSource(openapiFolder: string): Promise<Source> {
  return { from: "the document", document: (await bundle(openapiFolder)).value };
}

/** A released document, to compare with. */
export const releaseSource = ({ version, document }: Release): Source => ({
  from: `release ${version}`,
  document,
  release: version,
});

/**
 * The document to compare with.
 *
 * @param base a released version, a file, or a branch, tag or commit; the last release where absent
 * @throws {SpecDiffError} where there is none of them
 */
export async function baseSource(openapiFolder: string, base: string | undefined): Promise<Source> {
  const folder = releasesFolder(openapiFolder);
  if (base === undefined) {
    const last = (await readReleases(folder)).at(-1);
    if (!last) throw new SpecDiffError(`${folder} holds no release to compare with`);
    return releaseSource(last);
  }
  if (isVersion(base)) {
    const file = releaseFile(folder, base);
    if (!(await isFile(file))) throw new SpecDiffError(`${base} has not been released`);
    return releaseSource({ version: base, document: await readDocument(file) });
  }
  if (await isFile(base)) return { from: base, document: await readDocument(base) };
  return { from: base, document: await documentAt(base, openapiFolder), ref: base };
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
