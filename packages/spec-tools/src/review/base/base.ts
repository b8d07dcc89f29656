import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { baseSource, type Source } from "../../diff/index.ts";

const run = promisify(execFile);

/** What a git command prints, without its last line feed; undefined where it fails or prints nothing. */
async function git(folder: string, ...args: readonly string[]): Promise<string | undefined> {
  const { stdout } = await run("git", args, { cwd: folder }).catch(() => ({ stdout: "" }));
  return stdout.trimEnd() || undefined;
}

/**
 * The commit that a version of the document was released by.
 *
 * @returns undefined where none did, or where the clone is too shallow to tell
 */
async function releasingCommit(root: string, version: string): Promise<string | undefined> {
  const file = `openapi/releases/${version}.yaml`;
  const found = await git(root, "log", "--max-count=1", "--format=%H %P", "--", file);
  const [commit, ...parents] = found?.trim().split(" ") ?? [];
  // A shallow clone ends at a commit without parents, which seems to add all the files there are.
  if (parents.length === 0 && (await git(root, "rev-parse", "--is-shallow-repository")) === "true") {
    return undefined;
  }
  return commit;
}

/** The commit that a branch has left the main branch at, and in words. */
interface MergeBase {
  readonly commit: string;
  readonly from: string;
}

/**
 * Where the branch that is checked out has left the main branch.
 *
 * @returns undefined on the main branch, where nothing was committed since, and where a clone has no main branch or
 *   too little of it
 */
async function mergeBase(root: string): Promise<MergeBase | undefined> {
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

/** What a review compares with. */
export interface Base {
  readonly source: Source;
  /** The commit that has the sources of that time, or in words why there is none. */
  readonly sources: { readonly commit: string } | { readonly none: string };
}

/**
 * The base that is asked for; or else where the branch has left the main branch, or else the last release.
 *
 * @throws {SpecDiffError} where there is none of them
 */
export async function findBase(root: string, asked: string | undefined): Promise<Base> {
  const left = asked === undefined ? await mergeBase(root) : undefined;
  const found = await baseSource(join(root, "openapi"), left?.commit ?? asked);
  const source = left ? { ...found, from: left.from } : found;
  return { source, sources: await sourcesOf(source, root) };
}

async function sourcesOf({ release, ref }: Source, root: string): Promise<Base["sources"]> {
  if (ref !== undefined) return { commit: ref };
  if (release === undefined) return { none: "a file has no client" };
  const commit = await releasingCommit(root, release);
  return commit === undefined
    ? { none: "the history at hand does not tell which client was released" }
    : { commit };
}
