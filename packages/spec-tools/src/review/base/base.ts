import { join } from "node:path";
import { baseSource, type Source } from "../../diff/index.ts";
import { mergeBase } from "./merge-base.ts";
import { releasingCommit } from "./releasing-commit.ts";

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
