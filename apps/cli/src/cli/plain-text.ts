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

/** A word of a command line that is to be pasted: an id as it is, anything else of a server's in quotes. */
export function pastedWord(said: unknown): string {
  const text = plainText(said);
  return /^[\w-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The most that is repeated of one thing that somebody gave, in characters, and of several of them. */
const LONGEST_EXCERPT = 80;
const MOST_LISTED = 20;

/** What somebody gave, for a message: of a long text its beginning. */
export function excerpt(text: string, most: number = LONGEST_EXCERPT): string {
  if (text.length <= most) return text;
  // No pair is cut in half.
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** The same in quotes. */
export function quoted(text: string): string {
  return `"${excerpt(text)}"`;
}

/** What somebody gave several of: of many the first. */
export function listed(texts: readonly string[]): string {
  const named = texts.slice(0, MOST_LISTED).map((text) => excerpt(text));
  const more = texts.length - named.length;
  return `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** OpenSSL's errors begin with numbers and end with places in its source: only what lies between is for people. */
export function withoutOpenSsl(message: string): string {
  return message.replace(/[\dA-F]+:error:[\dA-F]+:[^:]*:[^:]*:([^:]+):\S*/, "$1");
}
