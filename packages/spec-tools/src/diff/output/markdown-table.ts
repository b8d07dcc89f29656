/**
 * A table in Markdown, as long as it may be, and a note of how many rows were left out.
 *
 * @param rows cells in Markdown, on one line each
 * @param room characters that it may take
 */
export function markdownTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  room = Number.POSITIVE_INFINITY,
): string {
  const head = [row(headings), row(headings.map(() => "---"))];
  const { kept, left } = fitting(
    rows.map((cells) => row(cells.map(escaped))),
    room - head.join("\n").length - 50,
  );
  const note = left > 0 ? [`\n… and ${left} more, left out here.`] : [];
  return [...head, ...kept, ...note].join("\n");
}

/** As many of the first lines as there is room for, line feeds counted, and how many are left. */
export function fitting(
  lines: readonly string[],
  room: number,
): { readonly kept: readonly string[]; readonly left: number } {
  let used = 0;
  const over = lines.findIndex((line) => {
    used += line.length + 1;
    return used > room;
  });
  const kept = over === -1 ? lines : lines.slice(0, over);
  return { kept, left: lines.length - kept.length };
}

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** A bar would end the cell, in a code span also. */
const escaped = (cell: string): string => cell.replaceAll("|", "\\|");
