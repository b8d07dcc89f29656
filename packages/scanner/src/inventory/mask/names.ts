import { endOfWord } from "./words.ts";

/** What stands in the place of a secret. */
export const MASK = "***";

/** The most of a name that is looked at. */
const MOST_OF_NAME = 64;
const NAME = /[\w.-]+/y;
/** Between a name and its value: `=`, `: `, `":"`, `=>`, and the same behind backslashes. */
const ASSIGNED = /\\{0,3}["']?[ \t]{0,4}(?:=>?|:(?!\/\/))[ \t]{0,4}\\{0,3}/y;
const BLANKS = /[ \t]{1,16}/y;
/** What is long enough for a key, and no path to one. */
const KEY_VALUE = /["']?[^\s"'`/.~$][^\s"'`]{7}/y;

const SECRET =
  /pass(?:w(?:or)?d|wd|phrase|code|key)?(?:$|[\d_.-])|passw|(?:^|[a-z_.-])pwd|(?:^|[_.-])p[ws](?:$|[_.-])|secret|token|credential|(?:api|access|private|shared|encryption|account)[_.-]?key|bearer|(?:^|[_.-])(?:auth|jwt|sig|signature|community|psk|otp|pin)$|authorization|cookie|session[_.-]?id|webhook/;
/** Where a secret lies is none, nor what is asked or said of one. */
const NO_SECRET =
  /(?:file|path|dir|name|prompt|policy|url|type|length|ttl|expiry|store|manager)$|^-*(?:old)?pwd$/;
/** What has its value to the end of the line, or of its quotes. */
const HEADER = /(?:authorization|cookie)$/;
const KEY = /key$/;

/**
 * A text without the values whose names say that they are secret (`--password=x`, `PASSWORD=x`, `"token": "x"`,
 * `Authorization: Bearer x`, `--token x`), in linear time.
 */
export function maskNamed(text: string): string {
  const kept: string[] = [];
  let from = 0;
  let at = 0;
  let quote = "";
  while (at < text.length) {
    const character = text.charAt(at);
    const name = matchAt(NAME, text, at);
    if (name === "") {
      if (isQuote(character) && (quote === "" || quote === character)) quote = quote === "" ? character : "";
      at += character === "\\" ? 2 : 1;
      continue;
    }
    at += name.length;
    const between = betweenOf(text, at, name);
    if (between === undefined) continue;
    // The quotes of the name are closed before its value begins.
    if (quote !== "" && between.replaceAll("\\", "").startsWith(quote) && !between.startsWith("\\"))
      quote = "";
    const value = valueAt(text, at + between.length, quote, between.endsWith("\\"), name);
    kept.push(text.slice(from, value.start), value.end > value.start ? MASK : "");
    from = value.end;
    at = value.next;
  }
  return kept.join("") + text.slice(from);
}

/** What stands between a name that has a secret and the secret. */
function betweenOf(text: string, at: number, name: string): string | undefined {
  const lower = name.slice(-MOST_OF_NAME).toLowerCase();
  const secret = SECRET.test(lower) && !NO_SECRET.test(lower);
  if (!secret && !KEY.test(lower)) return undefined;
  const assigned = matchAt(ASSIGNED, text, at);
  if (assigned !== "") return secret || matchAt(KEY_VALUE, text, at + assigned.length) ? assigned : undefined;
  const blanks = secret && name.startsWith("-") ? matchAt(BLANKS, text, at) : "";
  return blanks === "" || text.charAt(at + blanks.length) === "-" ? undefined : blanks;
}

/** From where to where the value is, and where to go on behind it. */
interface Value {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** A value that begins here: a whole word, or within quotes what is quoted once more, or up to a blank. */
function valueAt(text: string, start: number, quote: string, escaped: boolean, name: string): Value {
  const toEnd = HEADER.test(name.slice(-MOST_OF_NAME).toLowerCase());
  if (quote === "") {
    const end = toEnd ? text.length : endOfWord(text, start);
    return { start, end, next: end };
  }
  const inner = text.charAt(start);
  if (isQuote(inner) && (escaped || inner !== quote)) {
    const close = text.indexOf(inner, start + 1);
    const last = close === -1 ? text.length : close;
    const end = escaped && text.charAt(last - 1) === "\\" ? last - 1 : last;
    return { start: start + 1, end: Math.max(end, start + 1), next: last + 1 };
  }
  let end = start;
  while (end < text.length && text.charAt(end) !== quote && (toEnd || !/\s/.test(text.charAt(end)))) {
    end += text.charAt(end) === "\\" ? 2 : 1;
  }
  end = Math.min(end, text.length);
  return { start, end, next: end };
}

const isQuote = (character: string): boolean => character === '"' || character === "'";

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}
