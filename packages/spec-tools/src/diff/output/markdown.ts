import type { Change } from "../change.ts";
import type { DiffReport } from "../report.ts";
import { code, inert } from "./inert.ts";
import { markdownTable } from "./markdown-table.ts";
import { conclusion, where } from "./table.ts";

/** Characters that a comment on GitHub may have, less some for the lines around the table. */
const room = 65_000;

/** A report as Markdown, fit for the comment on a pull request: what only people read is counted, not listed. */
export function reportAsMarkdown(report: DiffReport): string {
  const title = `### The document against ${inert(report.base.from)}`;
  return `${[title, ...changesAsMarkdown(report.changes, room), conclusion(report)].join("\n\n")}\n`;
}

/**
 * A table of changes, without those that only people read; nothing where there are no others.
 *
 * @param room characters that the table may take
 */
export function changesAsMarkdown(changes: readonly Change[], room?: number): string[] {
  const told = changes.filter(({ impact }) => impact !== "wording");
  if (told.length === 0) return [];
  const rows = told.map(({ impact, place, what, why, operations }) => [
    impact,
    `${code(place)} ${inert(where(operations))}`.trim(),
    inert(what),
    inert(why),
  ]);
  return [markdownTable(["Impact", "Where", "What", "Why"], rows, room)];
}
