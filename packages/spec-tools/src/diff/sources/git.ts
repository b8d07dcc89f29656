import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundle, type JsonObject } from "@hostscan/contract/generate";
import { SpecDiffError } from "./releases.ts";

const run = promisify(execFile);

/**
 * Hands a folder's files as they were in a commit to `use`, in a folder of their own that is gone afterwards.
 *
 * @param ref branch, tag or commit
 */
export async function withFilesAt<Result>(
  ref: string,
  folder: string,
  use: (files: string) => Promise<Result>,
): Promise<Result> {
  const scratch = await mkdtemp(join(tmpdir(), "spec-diff-"));
  try {
    const archive = join(scratch, "files.tar");
    // A path relative to the folder, so that the folder need not know its own place in the repository.
    await run("git", ["archive", "--output", archive, "--end-of-options", ref, "."], { cwd: folder });
    await run("tar", ["-xf", archive, "-C", scratch]);
    return await use(scratch);
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/**
 * Bundles the document of a folder as it was in a commit.
 *
 * @param ref branch, tag or commit
 * @throws {SpecDiffError} where there is no such commit, or no document in it
 */
export async function documentAt(ref: string, folder: string): Promise<JsonObject> {
  try {
    return await withFilesAt(ref, folder, async (files) => (await bundle(files)).value);
  } catch (error) {
    throw new SpecDiffError(`${ref} is no release, no file, and no commit that holds the document`, {
      cause: error,
    });
  }
}
