import { git } from "./git.ts";

/** The commit that a branch has left the main branch at, and in words. */
export interface MergeBase {
  readonly commit: string;
  readonly from: string;
}

/**
 * Where the branch that is checked out has left the main branch.
 *
 * @returns undefined on the main branch, where nothing was committed since, and where a clone has no main branch or
 *   too little of it
 */
export async function mergeBase(root: string): Promise<MergeBase | undefined> {
  const main = await mainBranch(root);
  // What is published and what is not: the branch may have left either.
  const named = [`refs/heads/${main}`, `refs/remotes/origin/${main}`];
  const present = (await git(root, "for-each-ref", "--format=%(refname)", ...named))?.split("\n");
  if (present === undefined) return undefined;
  const commit = await git(root, "merge-base", "HEAD", ...present);
  if (commit === undefined || commit === (await git(root, "rev-parse", "HEAD"))) return undefined;
  return { commit, from: `${main} at ${commit.slice(0, 7)}` };
}

/** The main branch by what the repository was cloned from, or else by custom. */
async function mainBranch(root: string): Promise<string> {
  const cloned = await git(root, "symbolic-ref", "--short", "-q", "refs/remotes/origin/HEAD");
  return cloned?.replace(/^origin\//, "") ?? "main";
}
