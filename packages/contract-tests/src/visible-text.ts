/**
 * What a terminal would obey or not show, but for line ends and tabs: control characters (ESC and CSI among them), what
 * turns the direction of a line, zero-width characters and tags, line and paragraph separators, halves of surrogates.
 */
const NOT_SHOWN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

function spellOut(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
    .join("");
}

/**
 * A text as a command may print it, whoever wrote it: what a terminal would not show is written as JSON does, `\u202e`,
 * so that JSON stays what it is.
 */
export function visibleText(text: string): string {
  return text.replaceAll(NOT_SHOWN, spellOut);
}
