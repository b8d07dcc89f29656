import stringWidth from "string-width";

/** Rows as lines under a head, in columns two spaces apart, as wide on screen as their widest cell. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): { readonly head: string; readonly rows: readonly string[] } {
  const widths = head.map((title, column) =>
    rows.reduce((widest, row) => Math.max(widest, stringWidth(row[column] ?? "")), stringWidth(title)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(cell))))
      .join("  ")
      .trimEnd();
  return { head: line(head), rows: rows.map(line) };
}
