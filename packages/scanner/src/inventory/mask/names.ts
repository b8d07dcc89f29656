import { endOfWord } from "./words.ts";

/** What stands in the place of a secret. */
export const MASK = "***";

/** The most of a name that is looked at. */
const MOST_OF_NAME = 64;
const NAME = /[\p{L}\p{N}_.-]+/uy;
/** Between a name and its value: `=`, `: `, `":"`, `=>`, and the same behind backslashes. */
const ASSIGNED = /\\{0,3}["']?[\]}]?[ \t]{0,4}(?:=>?|:(?!\/\/))[ \t]{0,4}\\{0,3}/y;
/** Behind an option, whose quotes may be closed first. */
const BLANKS = /["']?[ \t]{1,16}/y;
/** Before a value in quotes: `PASSWORD 'x'`, `PASSWORD('x')`. */
const BEFORE_QUOTE = /[ \t]{1,4}(?=\\{0,3}["'])|[ \t]?\((?=\\{0,3}["'])/y;
/** What is told that a secret follows the name: `export TOKEN x`, `set password x`. */
const SETS = /(?:^|[\s"'])(?:setx?|setenv|export|write|connect|modify|pppd)\s/;
/** What is long enough for a key, and no path to one. */
const KEY_VALUE = /["']?[^\s"'`/.~$][^\s"'`]{7}/y;
/** What is more than a word. */
const HARD_VALUE = /["']?(?=[^\s"'`]{0,64}\d)/y;
/** A path, or a variable: where a secret lies is none. */
const PATH =
  /["']?(?:~|\.{1,2}\/|\$[\w{]|[A-Za-z]:\\|\/(?:etc|opt|root|home|var|usr|srv|run|tmp|mnt|data|app)\/)/y;

const SECRET =
  /pass(?:w(?:or)?d|wd|phrase|code|key)?(?:$|[\d_.-])|passw|(?:^|[a-z_.-])pwd$|(?:^|[a-z_.-])pwd[\d_.-]|pw$|(?:^|[_.-])p[ws](?:$|[_.-])|secret|token|credential|creds?$|(?:api|access|private|shared|encryption|account|auth|licen[cs]e|subscription|functions?|signing|stripe)[_.-]?key|bearer|(?:^|[_.-])(?:auth|jwt|sig|signature|community|otp|pin)$|psk$|authorization|cookie|session[_.-]?id|webhook|sonar\.login$|kennwort|contrase|senha$|has[lł]o$|wachtwoord|salasana|heslo$|l[oö]senord|parola|mot-?de-?passe|парол|密码|密碼|パスワード|비밀번호/;
/** Where a secret lies is none, nor what is asked or said of one. */
const NO_SECRET =
  /(?:file|path|dir|name|prompt|policy|url|type|length|ttl|expiry|store|manager|authentication|-fd|eval)$/;
/** Where the shell is. */
const FOLDERS: ReadonlySet<string> = new Set(["PWD", "OLDPWD", "pwd"]);
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
  const sets = SETS.test(text);
  while (at < text.length) {
    const character = text.charAt(at);
    const name = matchAt(NAME, text, at);
    if (name === "") {
      if (isQuote(character) && (quote === "" || quote === character)) quote = quote === "" ? character : "";
      at += character === "\\" ? 2 : 1;
      continue;
    }
    at += name.length;
    const between = betweenOf(text, at, name, sets);
    if (between === undefined) continue;
    // The quotes of the name are closed before its value begins.
    if (quote !== "" && between.replaceAll("\\", "").startsWith(quote) && !between.startsWith("\\"))
      quote = "";
    // Of an option or a variable in quotes, the value goes to their end.
    const isWhole = quote !== "" && text.charAt(at - name.length - 1) === quote && between === "=";
    const value = valueAt(text, at + between.length, quote, {
      escaped: between.endsWith("\\"),
      toEnd: isWhole || HEADER.test(name.slice(-MOST_OF_NAME).toLowerCase()),
    });
    kept.push(text.slice(from, value.start), value.end > value.start ? MASK : "");
    from = value.end;
    at = value.next;
  }
  return kept.join("") + text.slice(from);
}

/** What stands between a name that has a secret and the secret. */
function betweenOf(text: string, at: number, name: string, sets: boolean): string | undefined {
  const lower = name.slice(-MOST_OF_NAME).toLowerCase();
  const secret = SECRET.test(lower) && !NO_SECRET.test(lower);
  const key = KEY.test(lower);
  if (!secret && !key) return undefined;
  const assigned = matchAt(ASSIGNED, text, at);
  if (assigned !== "") {
    const value = at + assigned.length;
    if (
      FOLDERS.has(name) &&
      assigned === "=" &&
      /^\s*$/.test(text.slice(Math.max(at - name.length - 1, 0), at - name.length))
    )
      return undefined;
    if ((key || /credentials?$/.test(lower)) && isAt(PATH, text, value)) return undefined;
    return secret || isAt(KEY_VALUE, text, value) ? assigned : undefined;
  }
  const before = text.slice(Math.max(at - name.length - 2, 0), at - name.length);
  if (name.startsWith("-") || /^\s?\/$/.test(before)) {
    const blanks = matchAt(BLANKS, text, at);
    const value = at + blanks.length;
    if (blanks === "" || text.charAt(value) === "-") return undefined;
    if (key && isAt(PATH, text, value)) return undefined;
    return secret || (isAt(KEY_VALUE, text, value) && isAt(HARD_VALUE, text, value)) ? blanks : undefined;
  }
  if (!secret) return undefined;
  const quoted = matchAt(BEFORE_QUOTE, text, at);
  if (quoted !== "") return quoted;
  const blanks = sets && !/[\w./]$/.test(before) ? matchAt(BLANKS, text, at) : "";
  return blanks === "" || /[-|&;<>]/.test(text.charAt(at + blanks.length)) ? undefined : blanks;
}

/** From where to where the value is, and where to go on behind it. */
interface Value {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** A value that begins here: a whole word, or within quotes what is quoted once more, or up to a blank. */
function valueAt(
  text: string,
  from: number,
  quote: string,
  { escaped, toEnd }: { readonly escaped: boolean; readonly toEnd: boolean },
): Value {
  const start = text.charAt(from) === "(" ? from + 1 : from;
  if (quote === "") {
    const end = toEnd ? text.length : endOfWord(text, start);
    return { start, end, next: end };
  }
  const inner = text.charAt(start);
  // As Windows writes a quote within quotes.
  if (text.startsWith(quote + quote, start)) {
    const close = text.indexOf(quote, start + 2);
    const end = close === -1 ? text.length : close;
    return { start: Math.min(start + 2, end), end, next: end };
  }
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

function isAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}
