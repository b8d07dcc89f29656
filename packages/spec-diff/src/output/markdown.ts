import type { Change } from "../change.ts";
import type { DiffReport } from "../report.ts";
import { conclusion, where } from "./table.ts";

/** A report as Markdown, fit for the comment on a pull request: what only people read is counted, not listed. */
export function reportAsMarkdown(report: DiffReport): string {
  const told = report.changes.filter(({ impact }) => impact !== "wording");
  const title = `### The document against ${report.base.from}`;
  return `${[title, ...changesAsMarkdown(told), conclusion(report)].join("\n\n")}\n`;
}

/** A table of changes; nothing where there are none. */
export function changesAsMarkdown(changes: readonly Change[]): string[] {
  if (changes.length === 0) return [];
  const rows = changes.map(
    ({ impact, place, what, why, operations }) =>
      `| ${[impact, `${code(place)} ${where(operations)}`.trim(), what, why].map(escaped).join(" | ")} |`,
  );
  return [["| Impact | Where | What | Why |", "| --- | --- | --- | --- |", ...rows].join("\n")];
}

const code = (text: string): string => `\`${text}\``;
const escaped = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
