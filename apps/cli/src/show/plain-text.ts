/**
 * What a terminal would obey or not show: control characters (ESC and CSI among them), what turns the direction of a line,
 * zero-width characters and tags, line and paragraph separators, halves of surrogates.
 */
const NOT_SHOWN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

function spellOut(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
    .join("");
}

/** A text with what a terminal would not show written as JSON does, `\u202e`, so that JSON stays what it is. */
export function escaped(text: string): string {
  return text.replaceAll(NOT_SHOWN, spellOut);
}

/** A text of the server's or of a file's as it may be printed: escaped, and on one line. */
export function plainText(text: string): string {
  return escaped(text.replaceAll(/[\t\r\n]+/g, " ")).trim();
}
