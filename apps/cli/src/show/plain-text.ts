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

/**
 * What a server or a file says, as it may be printed: escaped, and on one line. A server may say anything where the
 * contract has a text: nothing is empty, and what is no text is shown as JSON.
 */
export function plainText(said: unknown): string {
  if (said === undefined || said === null) return "";
  const text = typeof said === "string" ? said : JSON.stringify(said);
  return escaped(text.replaceAll(/[\t\r\n]+/g, " ")).trim();
}
