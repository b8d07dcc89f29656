/** A table in Markdown whose columns line up. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => String(row[column]).length)),
  );
  const rule = widths.map((width) => "-".repeat(width));
  return [head, rule, ...rows].map((row) => line(row, widths)).join("");
}

function line(row: readonly string[], widths: readonly number[]): string {
  return `| ${widths.map((width, column) => String(row[column]).padEnd(width)).join(" | ")} |\n`;
}
