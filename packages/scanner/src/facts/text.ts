import { withoutSequences } from "./control-sequences.ts";

/** The longest name, operating system or version that is kept, in characters. */
export const MAX_FACT_LENGTH = 255;

/** The most of an answer that is read as text, in bytes, and of one of its lines, in UTF-16 units. */
const MAX_TEXT_BYTES = 64 * 1024;
const MAX_LINE_LENGTH = 4 * 1024;
/** What is looked at of a text for each character that may be kept of it. */
const UNITS_PER_CHARACTER = 16;

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const BLANK = /[\t\n\v\f\r\p{Zs}]/u;

/**
 * The lines of a host's answer, without what drives a terminal. Bytes that are not UTF-8 become U+FFFD. A last line without its line end is
 * dropped: the connection may have broken in the middle of a version.
 */
export function linesOf(output: Uint8Array): readonly string[] {
  const text = new TextDecoder().decode(output.subarray(0, MAX_TEXT_BYTES));
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => withoutReturns(withoutColours(line.slice(0, MAX_LINE_LENGTH))));
}

/** Colours as people write them in files (`\e[1m`, `\033[0m`), and what is left of them without the escape. */
const COLOUR = /(?:\\(?:e|0?33|x1[bB])|\^\[)\[[\d;]{0,16}[mK]|\[\d{1,3}(?:;\d{1,3}){0,8}m/g;

function withoutColours(line: string): string {
  return withoutSequences(line).replace(COLOUR, "");
}

/** By hand: of `\r*$` every return that is not at the end would be a new beginning. */
function withoutReturns(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === "\r") end -= 1;
  return line.slice(0, end);
}

/**
 * Text fit to store and show: no terminal, control, bidirectional or invisible characters, one line, bounded. It is
 * cut before it is cleaned, so that what it costs is bounded as well.
 */
export function cleanText(text: string, maxLength: number = MAX_FACT_LENGTH): string {
  const kept: string[] = [];
  let blank = false;
  // By code point, so that no pair is cut in half.
  for (const character of withoutSequences(text.slice(0, maxLength * UNITS_PER_CHARACTER))) {
    if (kept.length >= maxLength) break;
    if (BLANK.test(character)) blank = kept.length > 0;
    else if (!INVISIBLE.test(character)) {
      if (blank) kept.push(" ");
      kept.push(character);
      blank = false;
    }
  }
  return kept.slice(0, maxLength).join("");
}
