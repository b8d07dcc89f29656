import type { Change, Impact } from "../change.ts";
import type { DiffReport } from "../report.ts";

const headings = ["Impact", "Where", "What", "Why"] as const;

/** A report for people, as a table of plain text. */
export function describeReport(report: DiffReport): string {
  return `${[heading(report), ...table(report.changes), conclusion(report)].join("\n")}\n`;
}

function heading({ base, revision }: DiffReport): string {
  return `${revision.from} (${revision.version}) against ${base.from} (${base.version})\n`;
}

function table(changes: readonly Change[]): string[] {
  if (changes.length === 0) return [];
  const rows = [headings, ...changes.map(row)];
  const widths = headings.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [...rows.map(line), ""];
}

function row({ impact, place, what, why, operations }: Change): readonly string[] {
  return [impact, [place, where(operations)].filter(Boolean).join(", "), what, why];
}

/** The operations of a change, in few words. */
export function where(operations: readonly string[]): string {
  return operations.length > 2 ? `${operations.length} operations` : operations.join(" and ");
}

/** What follows from a report, in a few sentences. */
export function conclusion({ changes, base, revision, needed, taken, nextVersion, ok }: DiffReport): string {
  if (changes.length === 0) return "Nothing has changed.";
  const summary = counts(changes);
  if (!ok) {
    return `${summary} A breaking change needs a major version: ${nextVersion}, not ${revision.version}.`;
  }
  if (needed === "major")
    return `${summary} Callers of ${base.version} may break, as the major version says.`;
  const due = taken === "none" ? ` To be released as ${nextVersion} or later.` : "";
  return `${summary} No caller of ${base.version} breaks.${due}`;
}

/** How many changes have an impact. */
export const countOf = (changes: readonly Change[], impact: Impact): number =>
  changes.filter((change) => change.impact === impact).length;

/** How many changes have which impact, in a sentence. */
export function counts(changes: readonly Change[]): string {
  const impacts = ["breaking", "compatible", "wording"] as const;
  return `${impacts.map((impact) => `${countOf(changes, impact)} ${impact}`).join(", ")}.`;
}
