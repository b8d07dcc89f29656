import { visibleText } from "@hostscan/server";

/** Prints rows under a head that comes once, in columns two spaces apart which only ever grow wider. */
export interface Columns {
  /** The rows as lines; the first call puts the head before them. */
  lines(rows: readonly (readonly (string | null)[])[]): string;
}

/** A missing value is shown as `-`; what a terminal would obey or not show is escaped, line ends and tabs, too. */
export function columns(head: readonly string[]): Columns {
  const widths = head.map(() => 0);
  let pending = [head];

  return {
    lines(rows) {
      const cells = [...pending, ...rows.map((row) => row.map(visible))];
      pending = [];
      for (const [column, width] of widths.entries()) {
        widths[column] = Math.max(width, ...cells.map((row) => String(row[column]).length));
      }
      return cells.map((row) => `${align(row, widths)}\n`).join("");
    },
  };
}

function visible(text: string | null): string {
  return text ? visibleText(text).replaceAll("\n", "\\n").replaceAll("\t", "\\t") : "-";
}

function align(row: readonly string[], widths: readonly number[]): string {
  return widths
    .map((width, column) => String(row[column]).padEnd(width))
    .join("  ")
    .trimEnd();
}
