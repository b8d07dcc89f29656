import { changesAsMarkdown, conclusion, countOf, counts, type DiffReport, inert } from "../../diff/index.ts";
import type { Comparison } from "../review.ts";
import { folded, grouped, type Section } from "./section.ts";

/** More changes than these are folded away, but not where one breaks callers. */
const few = 12;

/** What changed in the document; one line where nothing did. */
export function changesSection({ diff, released }: Comparison, room: number): Section {
  const title = "Changes of the document";
  const told = diff.changes.filter(({ impact }) => impact !== "wording").length;
  const table = changesAsMarkdown(diff.changes, room).map((text) =>
    told > few
      ? folded(`${grouped(told)} changes`, text, { open: countOf(diff.changes, "breaking") > 0 })
      : text,
  );
  return { title, body: [...table, summary(diff, released)].join("\n\n") };
}

function summary(diff: DiffReport, released: DiffReport): string {
  const [since, sinceReleased] = [diff, released].map(({ base }) => inert(base.from));
  if (diff === released) return diff.changes.length > 0 ? conclusion(diff) : `none since ${since}.`;
  if (diff.changes.length + released.changes.length === 0)
    return `none since ${since}, nor since ${sinceReleased}.`;
  const found = diff.changes.length > 0 ? counts(diff.changes) : "none.";
  if (found === counts(released.changes))
    return `Since ${since} as since ${sinceReleased}: ${conclusion(released)}`;
  return `Since ${since}: ${found} Since ${sinceReleased}: ${conclusion(released)}`;
}
