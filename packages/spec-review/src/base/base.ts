import { join } from "node:path";
import { baseSource, type Source } from "@hostscan/spec-diff";
import { mergeBase } from "./merge-base.ts";
import { releasingCommit } from "./releasing-commit.ts";

/** What a review compares with. */
export interface Base {
  readonly source: Source;
  /** The commit that has the sources of that time; undefined where there is none. */
  readonly commit: string | undefined;
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
  if (source.release === undefined) return { source, commit: source.ref };
  return { source, commit: await releasingCommit(root, source.release) };
}
