import { stripVTControlCharacters } from "node:util";

/** How wide a text is on screen, whatever its colours. */
export type Measure = (text: string) => number;

const PLAIN = /^[ -~]*$/;

/** What measures such texts. What knows every script takes longer to load than many a command runs: only where needed. */
export async function measureOf(texts: Iterable<string>): Promise<Measure> {
  for (const text of texts) {
    if (!PLAIN.test(stripVTControlCharacters(text))) return (await import("string-width")).default;
  }
  return (text) => stripVTControlCharacters(text).length;
}

/** A line as far as a terminal has room for it. */
export async function fitted(line: string, columns: number): Promise<string> {
  const measure = await measureOf([line]);
  if (measure(line) <= columns) return line;
  if (PLAIN.test(line)) return `${line.slice(0, columns - 1)}…`;
  const { default: truncate } = await import("cli-truncate");
  return truncate(line, columns);
}
