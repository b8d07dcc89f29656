/** Longest text of a document that is quoted in a line, in characters. */
const longest = 300;

/** Words, numbers and what stands between them: nothing that Markdown, HTML or GitHub (`@name`, `GH-1`, links) reads. */
const harmless = /^(?:[\p{L}\p{N} ,;→()%+'"?=]|[.:](?=[ \d]|$)|-(?=\p{L})|(?<= )-)*$/u;

/** Characters that no reader sees, or that turn the order of what they see: controls, format and line separators. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** A text on one line, with what cannot be seen written out (`\u202e`), and its end cut off where it is long. */
function plain(text: string): string {
  const line = visible(text.replaceAll(/[\n\r\t]+/g, " "));
  return line.length > longest ? `${line.slice(0, longest).replace(/[\ud800-\udbff]$/, "")}…` : line;
}

/** A text with what cannot be seen written out as JSON does, so that JSON stays what it is. */
export function visible(text: string): string {
  return text.replaceAll(unseen, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

/** Lines with what cannot be seen written out, for a terminal. */
export function visibleLines(text: string): string {
  return text.split("\n").map(visible).join("\n");
}

/** A text as a Markdown code span, in which nothing is markup, no link and no mention. */
export function code(text: string): string {
  const line = plain(text);
  const fence = fenceFor(line, 1);
  const inner = /^[ `]|[ `]$/.test(line) ? ` ${line} ` : line;
  return line === "" ? "" : `${fence}${inner}${fence}`;
}

/** A text in Markdown: as it is where nothing in it can be markup, or else as code. */
export function inert(text: string): string {
  const line = plain(text);
  return harmless.test(line) ? line : code(line);
}

/** Backticks that stand nowhere in a text, and are no fewer than `least`. */
export function fenceFor(text: string, least: number): string {
  const runs = text.match(/`+/g)?.map((run) => run.length) ?? [];
  return "`".repeat(Math.max(least, ...runs.map((length) => length + 1)));
}
