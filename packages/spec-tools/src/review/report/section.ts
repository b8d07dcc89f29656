/** A part of the report. */
export interface Section {
  readonly title: string;
  /** Markdown. Where it is one line only, there is nothing to look at. */
  readonly body: string;
}

/** Markdown that is folded away under a line of its own. */
export function folded(summary: string, body: string, { open = false } = {}): string {
  return `<details${open ? " open" : ""}><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A number as people write it: `65,536`. */
export const grouped = (number: number): string => number.toLocaleString("en");
