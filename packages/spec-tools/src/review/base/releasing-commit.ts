import { git } from "./git.ts";

/**
 * The commit that a version of the document was released by.
 *
 * @returns undefined where none did, or where the clone is too shallow to tell
 */
export async function releasingCommit(root: string, version: string): Promise<string | undefined> {
  const file = `openapi/releases/${version}.yaml`;
  const found = await git(root, "log", "--max-count=1", "--format=%H %P", "--", file);
  const [commit, ...parents] = found?.trim().split(" ") ?? [];
  // A shallow clone ends at a commit without parents, which seems to add all the files there are.
  if (parents.length === 0 && (await git(root, "rev-parse", "--is-shallow-repository")) === "true") {
    return undefined;
  }
  return commit;
}
