/**
 * Spreadsheets compute what begins so (OWASP, "CSV Injection"), also behind space and what is not seen, which they may drop;
 * hosts tell some of what stands in cells.
 */
const FORMULA = /^(?:[\t\r\n]|[\s\p{C}]*[=+\-@−＝＋－＠﹦﹢﹣﹫])/u;

/**
 * A row of CSV (RFC 4180), its line end aside. Nothing is an empty cell, and what is made of parts is JSON in a cell. A text
 * that a spreadsheet would take for a formula has an apostrophe before it; a number is none.
 */
export function csvRow(cells: readonly unknown[]): string {
  return cells.map(csvCell).join(",");
}

function csvCell(value: unknown): string {
  const text = textOf(value);
  const safe = typeof value === "string" && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : `${value}`;
}
