import { countOf, type DiffReport, inert, suffices } from "../diff/index.ts";
import type { Comparison, Review } from "./review.ts";

/** What a review comes to: `failed` where something is to be mended, `incomparable` where nobody can tell. */
export interface Verdict {
  readonly outcome: "fine" | "failed" | "incomparable";
  /** One line of Markdown. */
  readonly line: string;
}

/** The verdict of a review. Problems of lint count by their severity: warnings are shown, errors are mended. */
export function verdictOn({ lint, comparison, from }: Review): Verdict {
  const errors = lint.problems.filter(({ severity }) => severity === "error").length;
  const faults = errors > 0 ? [counted(errors, "lint problem")] : [];
  if ("failure" in comparison) {
    const line = [...faults, `the document cannot be compared with ${inert(from)}`].join("; ");
    return { outcome: "incomparable", line: `❌ ${capital(line)}` };
  }
  if (!comparison.released.ok) faults.unshift(unannounced(comparison.released));
  if (faults.length > 0) return { outcome: "failed", line: `❌ ${capital(faults.join("; "))}` };
  return { outcome: "fine", line: praise(comparison) };
}

function unannounced({ changes, base, revision, nextVersion }: DiffReport): string {
  const breaking = countOf(changes, "breaking");
  const what = `${counted(breaking, "breaking change")} since ${inert(base.from)}`;
  return `${what} ${breaking === 1 ? "needs" : "need"} a major version: ${nextVersion}, not ${inert(revision.version)}`;
}

function praise({ diff, released }: Comparison): string {
  const since = `since ${inert(diff.base.from)}`;
  if (diff.changes.length === 0) return `✅ No change of the document ${since}`;
  const changes = `${counted(diff.changes.length, "change")} ${since}`;
  const version = versionWords(released);
  if (countOf(diff.changes, "breaking") === 0) {
    const kind = countOf(diff.changes, "compatible") > 0 ? "Compatible" : "The same API, in other words";
    return `✅ ${kind}: ${changes}; ${version}`;
  }
  if (released.needed === "major") return `⚠️ Breaking, as the major version says: ${changes}; ${version}`;
  return `⚠️ Breaking, but for no caller of ${inert(released.base.from)}: ${changes}; ${version}`;
}

function versionWords({ needed, taken, nextVersion, revision }: DiffReport): string {
  const version = inert(revision.version);
  if (taken === "none")
    return needed === "none" ? `version ${version} stays` : `to be released as ${nextVersion} or later`;
  return suffices(taken, needed)
    ? `version ${version} is right`
    : `version ${version} is too small, ${nextVersion} the least`;
}

const counted = (number: number, what: string): string => `${number} ${what}${number === 1 ? "" : "s"}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
