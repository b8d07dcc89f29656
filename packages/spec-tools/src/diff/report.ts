import { type JsonObject, memberObject, Place, requiredMember } from "@hostscan/contract/generate";
import type { Change } from "./change.ts";
import { diffDocuments } from "./diff.ts";
import { isVersion, nextVersion, type Step, stepBetween, stepNeeded } from "./version.ts";

/** A document to compare, and where it is from. */
export interface Source {
  /** In words, e.g. `release 1.0.0`. */
  readonly from: string;
  readonly document: JsonObject;
  /** The version that it was released as, where it is a release. */
  readonly release?: string;
  /** The branch, tag or commit that it was read from, where it was. */
  readonly ref?: string;
}

/** What changed between two documents, and whether the version says so. */
export interface DiffReport {
  readonly base: { readonly from: string; readonly version: string };
  readonly revision: { readonly from: string; readonly version: string };
  /** The breaking changes first. */
  readonly changes: readonly Change[];
  /** The step of `info.version` that the changes ask for at the next release. */
  readonly needed: Step;
  /** The step that was taken. */
  readonly taken: Step;
  /** The smallest version that the revision may be released as. */
  readonly nextVersion: string;
  /** False where there is a breaking change without a major step. */
  readonly ok: boolean;
}

/** Compares two bundled documents; throws an `UnsupportedSpecError` on what no comparison knows. */
export function reportOn(base: Source, revision: Source): DiffReport {
  const changes = diffDocuments(base.document, revision.document);
  const [before, now] = [versionOf(base.document), versionOf(revision.document)];
  const needed = stepNeeded(changes);
  const taken = stepBetween(before, now);
  return {
    base: { from: base.from, version: before },
    revision: { from: revision.from, version: now },
    changes,
    needed,
    taken,
    nextVersion: nextVersion(before, needed),
    ok: needed !== "major" || taken === "major",
  };
}

/** The version that a document gives itself; throws an `UnsupportedSpecError` where it is none of three numbers. */
export function versionOf(document: JsonObject): string {
  const version = requiredMember(memberObject(new Place(document), "info"), "version");
  const text = version.string();
  return isVersion(text) ? text : version.fail(`"${text}" is no version like 1.2.3`);
}
