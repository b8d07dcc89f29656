import { join } from "node:path";
import { UnsupportedSpecError } from "@hostscan/contract/generate";
import {
  currentSource,
  type DiffReport,
  readReleases,
  releaseSource,
  releasesFolder,
  reportOn,
  type Source,
  withFilesAt,
} from "../diff/index.ts";
import { type Base, findBase } from "./base/base.ts";
import { type Weight, weighClient } from "./client/weigh-client.ts";
import { type LintResult, lintDocument } from "./lint/lint.ts";
import { diffTypes, type TypesDiff } from "./types/types-diff.ts";

/** All that a reviewer of a change of the document is told. */
export interface Review {
  /** What was compared with, in words. */
  readonly from: string;
  readonly lint: LintResult;
  readonly comparison: Comparison | Failure;
}

/** What differs from the base. */
export interface Comparison {
  readonly diff: DiffReport;
  /** The difference from what callers have, which the version is judged by: the last release, or else the base. */
  readonly released: DiffReport;
  readonly types: TypesDiff;
  /** The client by what is taken of it, or in words why it was not weighed. */
  readonly client: { readonly before: readonly Weight[] | string; readonly now: readonly Weight[] | string };
}

/** Why the documents cannot be compared. */
export interface Failure {
  readonly failure: string;
}

/**
 * Reviews the document of a project as it is now.
 *
 * @param root folder of the project, in a git repository
 * @param asked what to compare with, as `pnpm spec:diff` takes it
 * @throws {SpecDiffError} where there is nothing to compare with
 */
export async function review(root: string, asked: string | undefined): Promise<Review> {
  const [base, lint, current] = await allDone([findBase(root, asked), lintDocument(root), bundled(root)]);
  const comparison = current === undefined ? unreadable : await compare(root, base, current);
  return { from: base.source.from, lint, comparison };
}

/** As `Promise.all`, but not before all have come to an end: each removes what it has put into a folder of its own. */
async function allDone<Work extends readonly Promise<unknown>[] | []>(work: Work) {
  await Promise.allSettled(work);
  return Promise.all(work);
}

const unreadable: Failure = { failure: "The document cannot be bundled." };

/** The document as it is; undefined where it cannot be bundled, of which the lint result says more. */
async function bundled(root: string): Promise<Source | undefined> {
  return currentSource(join(root, "openapi")).catch(() => undefined);
}

async function compare(root: string, base: Base, current: Source): Promise<Comparison | Failure> {
  try {
    const [now, before, types] = await allDone([
      weighClient(root, current.document),
      atBase(root, base),
      diffTypes(base.source.document, current.document),
    ]);
    const diff = reportOn(base.source, current);
    const released = before.released ? reportOn(before.released, current) : diff;
    return { diff, released, types, client: { before: before.client, now: now ?? "there is no client" } };
  } catch (error) {
    if (!(error instanceof UnsupportedSpecError)) throw error;
    return { failure: error.message };
  }
}

/** What the sources of the base tell. */
interface AtBase {
  readonly client: Comparison["client"]["before"];
  /** The last release at that time, where the base is none itself. */
  readonly released?: Source | undefined;
}

async function atBase(root: string, { source, sources }: Base): Promise<AtBase> {
  if ("none" in sources) return { client: sources.none };
  return withFilesAt(sources.commit, root, async (files) => {
    const client = (await weighClient(files, source.document)) ?? "there was no client at the base";
    const [last] = (await readReleases(releasesFolder(join(files, "openapi")))).slice(-1);
    return { client, released: last && source.release === undefined ? releaseSource(last) : undefined };
  });
}
