import { type Change, type DiffReport, type Impact, reportOn } from "../../src/diff/index.ts";

const change = (impact: Impact): Change => ({ impact, place: "", what: "", why: "", operations: [] });
const at = (version: string) => ({ openapi: "3.1.1", info: { title: "", version }, paths: {} });

/** A report on documents that say nothing, with changes that somebody could have made. */
function report(from: string, before: string, now: string, impacts: readonly Impact[]): DiffReport {
  const none = reportOn({ from, document: at(before) }, { from: "the document", document: at(now) });
  const needed = impacts.includes("breaking") ? "major" : impacts.includes("compatible") ? "minor" : "patch";
  const next = { major: "2.0.0", minor: "1.1.0", patch: "1.0.1" }[needed];
  if (impacts.length === 0) return none;
  const ok = needed !== "major" || none.taken === "major";
  return { ...none, changes: impacts.map(change), needed, nextVersion: next, ok };
}

/** A report on the document against the last release. */
export const since = (now: string, impacts: readonly Impact[]) =>
  report("release 1.0.0", "1.0.0", now, impacts);
/** A report on the document against the main branch. */
export const onMain = (before: string, now: string, impacts: readonly Impact[]) =>
  report("main at abc1234", before, now, impacts);
