import { stripVTControlCharacters } from "node:util";

/** The longest name, operating system or version that is kept, in characters. */
export const MAX_FACT_LENGTH = 255;

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * The lines of a host's answer. Bytes that are not UTF-8 become U+FFFD. A last line without its line end is
 * dropped: the connection may have broken in the middle of a version.
 */
export function linesOf(output: Uint8Array): readonly string[] {
  return new TextDecoder().decode(output).split(/\r*\n/).slice(0, -1);
}

/** Text fit to store and show: no terminal, control, bidirectional or invisible characters, one line, bounded. */
export function cleanText(text: string, maxLength: number = MAX_FACT_LENGTH): string {
  const visible = stripVTControlCharacters(text).replaceAll("\t", " ").replace(INVISIBLE, "");
  // By code point, so that no pair is cut in half.
  return Array.from(visible.replace(/\s+/g, " ").trim()).slice(0, maxLength).join("");
}
