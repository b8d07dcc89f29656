import type { Finding } from "./finding.ts";
import { promises } from "./generated/promises.ts";
import type { CheckResult } from "./report.ts";

/** A promise of the document. */
export type PromiseId = keyof typeof promises;

/** What came of a promise. */
export interface PromiseVerdict {
  readonly id: string;
  readonly verdict: "kept" | "broken" | "not checked" | "unseen";
  /** The sentences that make it, and their places in the document: a file, and the JSON Pointer into it. */
  readonly said: readonly { readonly place: string; readonly says: string }[];
  /** Why it was not checked, or cannot be seen. */
  readonly why?: string;
}

const isId = (id: string): id is PromiseId => Object.hasOwn(promises, id);

/** Every promise of the document, in its order. */
export const promiseIds: readonly PromiseId[] = Object.keys(promises).filter(isId);

/** Why a promise cannot be seen from outside; undefined where it can. */
export function unseenReason(id: PromiseId): string | undefined {
  const promise = promises[id];
  return "unseen" in promise ? promise.unseen : undefined;
}

/** What came of each promise by a run. */
export function verdictsOf(
  results: readonly CheckResult[],
  judged: ReadonlySet<PromiseId>,
): PromiseVerdict[] {
  const findings = results.flatMap((result) => result.findings);
  return promiseIds.map((id) => {
    const { said } = promises[id];
    const showing = results.filter(({ check }) => check.promises.includes(id));
    const run = showing.filter(({ missing }) => missing.length === 0);
    const failed = run.filter((each) => each.findings.some(isOwn));
    if (
      findings.some((finding) => finding.promise === id) ||
      failed.some(({ check }) => check.promises[0] === id)
    )
      return { id, said, verdict: "broken" };
    // A check that fails breaks its first promise, and may not have come to the others.
    if (failed.length < run.length || judged.has(id)) return { id, said, verdict: "kept" };
    const unseen = unseenReason(id);
    if (unseen !== undefined) return { id, said, verdict: "unseen", why: unseen };
    const missing = new Set(showing.flatMap((each) => each.missing));
    const why =
      missing.size > 0
        ? `needs ${[...missing].join(" or ")}`
        : failed.length > 0
          ? "its check has failed before"
          : "its check was not run";
    return { id, said, verdict: "not checked", why };
  });
}

/** Whether a finding is of the check's own promises, and not of one that every answer must keep. */
const isOwn = ({ promise }: Finding): boolean => promise === undefined;
