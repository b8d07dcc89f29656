import { MASK, maskNamed } from "./names.ts";
import { type SecretOptions, secretOptionsOf } from "./programs.ts";
import { type Word, wordsOf } from "./words.ts";

/** The longest command line that is kept, in UTF-16 units. */
const MOST = 4_096;
/** How deep commands in the words of commands are looked at (`su -c "sh -c '…'"`). */
const DEPTH = 3;
/** How much of a word may stand before its quotes. */
const MOST_BEFORE_QUOTE = 64;

/** What a secret looks like whatever it is called; each begins where nothing of its kind goes before. */
const TOKENS: readonly RegExp[] = [
  /(?<![\w-])(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|sk-|sk_live_|rk_live_|npm_|pypi-|dop_v1_|hf_|AIza|hvs\.|shpat_)[\w-]{12,400}/g,
  /(?<![\w-])(?:AKIA|ASIA)[0-9A-Z]{16}(?![\w-])/g,
  /(?<![\w.-])eyJ[\w-]{4,}\.[\w-]{4,}(?:\.[\w-]*)?/g,
  /(?<![\w$./])\$(?:1|2[abxy]?|5|6|7|y|gy|apr1|sha1|argon2[a-z]{1,2})\$[\w./$=,+-]{8,400}/g,
  /(?<=hooks\.slack\.com\/|discord(?:app)?\.com\/api\/webhooks\/)[^\s"'`]{1,400}/g,
  /(?<=\/bot)\d{6,12}:[\w-]{20,80}/g,
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*/g,
];

/** Commands whose words go to another's input as a password. */
const FED =
  /chpasswd|-stdin\b|\bsudo +(?:-[a-zA-Z]{1,8} +){0,3}-[a-zA-Z]{0,8}S\b|\bsu\b|\bpasswd\b|\bkinit\b/;
const FEEDERS: ReadonlySet<string> = new Set(["echo", "printf"]);

/** A command line, or whatever may hold one, without what looks like a secret in it. In linear time. */
export function maskSecrets(text: string): string {
  const named = maskNamed(maskUrls(maskWords(text.slice(0, MOST), DEPTH)));
  return TOKENS.reduce((masked, pattern) => masked.replace(pattern, MASK), named);
}

/** `https://user:secret@host`, and a name that is long enough for a token. */
function maskUrls(text: string): string {
  const [first = "", ...rest] = text.split("://");
  const masked = rest.map((part) => {
    const authority = /^[^\s"'`/?#]{0,600}/.exec(part)?.[0] ?? "";
    const end = authority.lastIndexOf("@");
    if (end === -1) return part;
    const colon = authority.indexOf(":");
    if (colon === -1 || colon > end) return end < 20 ? part : MASK + part.slice(end);
    return `${part.slice(0, colon + 1)}${MASK}${part.slice(end)}`;
  });
  return [first, ...masked].join("://");
}

/** Masks what programs take as secrets by their place, not by their name. */
function maskWords(text: string, depth: number): string {
  const fed = FED.test(text);
  const kept: string[] = [];
  let from = 0;
  let state: State = {};
  const words = wordsOf(text);
  for (const [index, word] of words.entries()) {
    if (word.first) state = {};
    const raw = text.slice(word.start, word.end);
    const last = words[index + 1]?.first ?? true;
    const masked = maskWord(raw, word, state, last, fed) ?? maskInner(raw, depth);
    kept.push(text.slice(from, word.start), masked);
    from = word.end;
  }
  return kept.join("") + text.slice(from);
}

/** What is known of the command that a word belongs to. */
interface State {
  options?: SecretOptions | undefined;
  /** How the next word is to be masked: whole, or behind a separator. */
  next?: string;
  feeds?: boolean;
  /** The word that had to come before has come. */
  after?: boolean;
}

/** The word, masked, where it holds a secret by its place. */
function maskWord(raw: string, word: Word, state: State, last: boolean, fed: boolean): string | undefined {
  const { next } = state;
  delete state.next;
  if (next !== undefined) return next === "" ? MASK : behindSeparator(raw, next);
  if (raw.startsWith("<<<")) {
    if (raw === "<<<") state.next = "";
    return raw === "<<<" ? raw : `<<<${MASK}`;
  }
  const isOption = raw.startsWith("-");
  if (state.feeds && !isOption) return MASK;
  if (fed && word.first && FEEDERS.has(raw)) state.feeds = true;
  const { options } = state;
  if (options === undefined) {
    if (!isOption) state.options = secretOptionsOf(raw);
    return undefined;
  }
  if (options.after !== undefined && !state.after) {
    state.after = raw === options.after;
    return undefined;
  }
  return maskOption(raw, options, state) ?? maskOperand(raw, isOption, options, last);
}

function maskOption(raw: string, options: SecretOptions, state: State): string | undefined {
  const { attached, next = [], behind } = options;
  if (attached !== undefined && raw.startsWith(attached) && raw !== attached) return attached + MASK;
  const whole = next.find((option) => raw.startsWith(option));
  if (whole !== undefined) {
    if (raw !== whole) return whole + MASK;
    state.next = "";
    return raw;
  }
  const part = behind?.options.find((option) => raw.startsWith(option));
  if (behind === undefined || part === undefined) return undefined;
  if (raw !== part) return behindSeparator(raw, behind.separator);
  state.next = behind.separator;
  return raw;
}

function maskOperand(
  raw: string,
  isOption: boolean,
  { words }: SecretOptions,
  last: boolean,
): string | undefined {
  if (isOption) return undefined;
  if (words === "last" && last) return MASK;
  if (words !== "slash") return undefined;
  const slash = raw.indexOf("/");
  if (slash <= 0 || raw.startsWith("@")) return undefined;
  const at = raw.lastIndexOf("@");
  return `${raw.slice(0, slash + 1)}${MASK}${at > slash ? raw.slice(at) : ""}`;
}

function behindSeparator(raw: string, separator: string): string {
  const at = raw.indexOf(separator);
  if (at === -1) return raw;
  const quote = /["']$/.exec(raw)?.[0] ?? "";
  return `${raw.slice(0, at + separator.length)}${MASK}${quote}`;
}

/** The commands within the quotes of a word. */
function maskInner(raw: string, depth: number): string {
  const open = raw.search(/["']/);
  const isWhole = open !== -1 && open < MOST_BEFORE_QUOTE && raw.length - 1 > open && /["']$/.test(raw);
  if (depth === 0 || !isWhole || !/\s/.test(raw)) return raw;
  return raw.slice(0, open + 1) + maskWords(raw.slice(open + 1, -1), depth - 1) + raw.slice(-1);
}
