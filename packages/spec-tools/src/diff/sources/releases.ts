import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isObject, type Json, type JsonObject } from "@hostscan/contract/generate";
import { parse, stringify } from "yaml";
import { compareVersions, isVersion } from "../version.ts";

/** Something that cannot be compared, or a release that cannot be cut; the message says why, for people. */
export class SpecDiffError extends Error {
  override readonly name = "SpecDiffError";
}

/** A released document, and its version. */
export interface Release {
  readonly version: string;
  readonly document: JsonObject;
}

/**
 * The released documents of a folder, if there is one, the oldest first.
 *
 * @throws {SpecDiffError} on a file whose name is no version
 */
export async function readReleases(folder: string): Promise<Release[]> {
  const files = existsSync(folder) ? await readdir(folder) : [];
  const versions = files.map((file) => {
    const version = file.replace(/\.yaml$/, "");
    if (version === file || !isVersion(version)) {
      throw new SpecDiffError(`${join(folder, file)} is not named after a version, like 1.2.3.yaml`);
    }
    return version;
  });
  return Promise.all(
    versions.sort(compareVersions).map(async (version) => ({
      version,
      document: await readDocument(releaseFile(folder, version)),
    })),
  );
}

/** The file of a release. */
export const releaseFile = (folder: string, version: string): string => join(folder, `${version}.yaml`);

/** A bundled document as it is kept. */
export const documentText = (document: JsonObject): string =>
  stringify(document, { aliasDuplicateObjects: false, lineWidth: 120 });

/** Reads a bundled document, JSON or YAML; throws a {@link SpecDiffError} where the file holds none. */
export async function readDocument(file: string): Promise<JsonObject> {
  const value: Json = parse(await readFile(file, "utf8"));
  if (isObject(value) && isObject(value["info"])) return value;
  throw new SpecDiffError(`${file} holds no OpenAPI document`);
}
