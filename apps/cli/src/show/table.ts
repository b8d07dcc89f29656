import { type Measure, measureOf } from "./text-width.ts";

/** A table's lines. */
export interface Table {
  readonly head: string;
  readonly rows: readonly string[];
}

type Rows = readonly (readonly string[])[];

/** Rows as lines under a head, in columns two spaces apart, as wide on screen as their widest cell. */
export async function table(head: readonly string[], rows: Rows): Promise<Table> {
  return tableBy(await measureOf(rows.flat()), head, rows);
}

/** As {@link table}, by a measure that is at hand. */
export function tableBy(measure: Measure, head: readonly string[], rows: Rows): Table {
  const widths = head.map((title, column) =>
    rows.reduce((widest, row) => Math.max(widest, measure(row[column] ?? "")), measure(title)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - measure(cell))))
      .join("  ")
      .trimEnd();
  return { head: line(head), rows: rows.map(line) };
}
