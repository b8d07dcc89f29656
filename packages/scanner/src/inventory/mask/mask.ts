import { MASK, maskNamed } from "./names.ts";
import { type SecretOptions, secretOptionsOf } from "./programs.ts";
import { maskShapes } from "./shapes.ts";
import { wordsOf } from "./words.ts";

/** The longest command line that is kept, in UTF-16 units. */
const MOST = 4_096;
/** How deep commands in the words of commands are looked at (`su -c "sh -c '…'"`). */
const DEPTH = 3;
/** How much of a word may stand before its quotes. */
const MOST_BEFORE_QUOTE = 64;

/** Commands whose words go to another's input as a password. */
const FED =
  /chpasswd|-stdin\b|\bsudo +(?:-[a-zA-Z]{1,8} +){0,3}-[a-zA-Z]{0,8}S\b|\b(?:su|passwd|kinit|smbpasswd|pdbedit|cryptsetup|ssh-add|mysql_config_editor|realm|adcli|anydesk|vpnc|openconnect|encfs|gocryptfs|tomb|keepassxc-cli|secret-tool|veracrypt|zfs load-key|pass insert|runas|net use)\b|passphrase-fd|--set-password|\b-pass (?:stdin|fd:)|-pass stdin|pass(?:word|-file)?\S{0,16}[ =]<\(/;
const FEEDERS: ReadonlySet<string> = new Set(["echo", "printf", "yes"]);
/** Behind this the command of another shell follows. */
const RUNS = /^(?:-c|\/[ck])$/i;
/** What becomes somebody else first: its user is no login. */
const AS_ANOTHER =
  /\b(?:sudo|doas|runuser|setpriv|chroot|systemd-run)\b(?: +-[a-zA-Z]{1,8}){0,3} +-u *\S{1,64}/g;
/** A login, whose password may be in an option of one letter, of programs that are not known. */
const LOGIN = /\s(?:(?:-[uUl]|--user(?:name)?)[ =]?|--login[ =]|[-/](?:[uU](?:ser)?|login)[ :=])["']?[\w\\]/;
const PASSWORD_OPTION = /^[-/](?:p|P|pw|w)(?=[:=]|$)[:=]?/;
/** A port, a path, an option or a variable. */
const NO_PASSWORD = /^["']?(?:\d{1,5}["']?$|[/.~$-]|[A-Za-z]:\\|\\\\)/;

/** Of these, no path holds an at sign: what looks like a port before one is a password that begins with a digit. */
const LOGS_IN =
  /(?<![a-z])(?:s?ftps?|rediss?|postgres(?:ql)?|mysql|mariadb|amqps?|mongodb(?:\+srv)?|smb|cifs|ldaps?|smtps?|imaps?)$/i;
const HOST = /^(?:[^:]*|\[[^\]]*\])(?::\d{0,5})?$/;

/** A command line, or whatever may hold one, without what looks like a secret in it. In linear time. */
export function maskSecrets(text: string): string {
  return maskNamed(maskShapes(maskUrls(maskWords(cutOff(text), DEPTH))));
}

/** Without a word that is cut in two: what it is would not be known. */
function cutOff(text: string): string {
  if (text.length <= MOST) return text;
  const end = text.slice(0, MOST).search(/\s\S{0,1024}$/);
  return text.slice(0, end === -1 ? MOST : end);
}

/** `https://user:secret@host`, and a name that is long enough for a token. */
function maskUrls(text: string): string {
  const [first = "", ...rest] = text.split("://");
  const masked = rest.map((part, index) => {
    const word = /^[^\s"'`]{0,600}/.exec(part)?.[0] ?? "";
    const authority = authorityOf(
      word,
      LOGS_IN.test((index === 0 ? first : (rest[index - 1] ?? "")).slice(-20)),
    );
    const end = authority.lastIndexOf("@");
    const colon = authority.indexOf(":");
    // The host may have cut it there; a port is a number.
    const isCut = authority.length === part.length && /:[^\d[\]]/.test(authority) && !authority.includes("[");
    if (end === -1) return isCut ? part.slice(0, colon + 1) + MASK : part;
    if (colon === -1 || colon > end) return end < 20 ? part : MASK + part.slice(end);
    return `${part.slice(0, colon + 1)}${MASK}${part.slice(end)}`;
  });
  return [first, ...masked].join("://");
}

/**
 * Who and where in a URL. A password may hold `/`, `?` or `#`, though it must not: where one ends what is no port, or
 * what is no host behind a password, it goes on to the last at sign.
 */
function authorityOf(word: string, logsIn: boolean): string {
  const authority = /^[^/?#]*/.exec(word)?.[0] ?? "";
  const at = authority.lastIndexOf("@");
  const host = authority.slice(at + 1);
  const hasPassword = authority.slice(0, Math.max(at, 0)).includes(":");
  const isHost = HOST.test(host) && (!hasPassword || /[.:]|^localhost$/.test(host));
  const isPassword = logsIn && at === -1 && authority.includes(":");
  return isHost && !isPassword
    ? authority
    : word.slice(0, Math.max(word.lastIndexOf("@") + 1, authority.length));
}

/** Masks what programs take as secrets by their place, not by their name. */
function maskWords(text: string, depth: number): string {
  const line: Line = { fed: FED.test(text), logsIn: LOGIN.test(text.replace(AS_ANOTHER, "")) };
  const kept: string[] = [];
  let from = 0;
  let state: State = {};
  const words = wordsOf(text);
  for (const [index, word] of words.entries()) {
    const raw = text.slice(word.start, word.end);
    const bare = bareOf(raw);
    // Behind a command in the place of a program, its options follow.
    const first = word.first && !bare.startsWith("-");
    if (first) state = {};
    const after = words[index + 1];
    const last = after === undefined || after.first || /^\d?>/.test(text.slice(after.start, after.end));
    const masked = maskWord({ raw, bare, first, last }, state, line) ?? maskInner(raw, depth);
    kept.push(text.slice(from, word.start), masked);
    from = word.end;
  }
  return kept.join("") + text.slice(from);
}

/** A word without the quotes and backslashes that a shell would take off. */
const bareOf = (raw: string): string =>
  /^["'\\$]/.test(raw)
    ? raw.replace(/^\$?(?:\\{0,3}["']|\\(?=\w))/, "").replace(/(?<!\\)\\{0,8}["']$/, "")
    : raw;

/** What is known of the whole command line. */
interface Line {
  /** Some of it goes into the input of what asks for a password. */
  readonly fed: boolean;
  /** It names a login. */
  readonly logsIn: boolean;
}

interface Term {
  readonly raw: string;
  readonly bare: string;
  readonly first: boolean;
  readonly last: boolean;
}

/** What is known of the command that a word belongs to. */
interface State {
  options?: SecretOptions | undefined;
  /** How the next word is to be masked: whole, whole where it may be one (`?`), or behind one of these separators. */
  next?: string;
  feeds?: boolean;
  /** A shell was told to run what follows. */
  runs?: boolean;
  /** The word that had to come before has come. */
  after?: boolean;
  /** How many words are to come before those that hold a secret by their place, and how many do. */
  place?: { skip: number; count: number };
}

/** The word, masked, where it holds a secret by its place. */
function maskWord({ raw, bare, first, last }: Term, state: State, { fed, logsIn }: Line): string | undefined {
  const { next } = state;
  delete state.next;
  if (next === "" || (next === "?" && !NO_PASSWORD.test(raw))) return MASK;
  if (next !== undefined) return next === "?" ? undefined : behindSeparator(raw, next);
  if (raw.startsWith("<<<")) {
    if (raw === "<<<") state.next = "";
    return raw === "<<<" ? raw : `<<<${MASK}`;
  }
  const isOption = bare.startsWith("-");
  if (state.feeds && !isOption) return MASK;
  if (fed && (first || state.runs) && FEEDERS.has(bare)) state.feeds = true;
  state.runs = RUNS.test(bare);
  const { options } = state;
  if (options === undefined) {
    const option = logsIn ? PASSWORD_OPTION.exec(bare)?.[0] : undefined;
    if (option !== undefined && option !== bare)
      return NO_PASSWORD.test(bare.slice(option.length)) ? undefined : option + MASK;
    if (option !== undefined) state.next = "?";
    if (!isOption) begin(bare, state);
    return undefined;
  }
  if (options.after !== undefined && !state.after) {
    state.after = bare === options.after;
    if (!state.after && !isOption) begin(bare, state);
    return undefined;
  }
  const masked =
    maskOption(raw, bare, options, state) ??
    maskPlaced(bare, isOption, options, state) ??
    maskOperand(raw, isOption, options, last);
  if (masked === undefined && !isOption) begin(bare, state);
  return masked;
}

/** A program, which another may have been told to run. */
function begin(bare: string, state: State): void {
  const options = secretOptionsOf(bare);
  if (options === undefined) return;
  state.options = options;
  delete state.place;
  const { place } = options;
  if (place !== undefined && place.word === undefined) state.place = { skip: place.skip, count: place.count };
}

function maskOption(raw: string, bare: string, options: SecretOptions, state: State): string | undefined {
  const { attached, next, behind } = options;
  const before = attached?.exec(bare)?.[0];
  if (before !== undefined && bare !== before) return before + MASK;
  const whole = next?.exec(bare)?.[0];
  if (whole !== undefined) {
    if (bare !== whole) return whole + MASK;
    state.next = "";
    return raw;
  }
  const part = behind?.options.exec(bare)?.[0];
  if (behind === undefined || part === undefined) return undefined;
  if (bare !== part) return part + behindSeparator(bare.slice(part.length), behind.separator);
  state.next = behind.separator;
  return raw;
}

function maskPlaced(
  bare: string,
  isOption: boolean,
  { place }: SecretOptions,
  state: State,
): string | undefined {
  if (place === undefined) return undefined;
  const { place: open } = state;
  if (place.word?.test(bare)) {
    state.place = { skip: place.skip, count: place.count };
    return undefined;
  }
  if (open === undefined) return undefined;
  if (isOption) {
    if (place.directly) delete state.place;
    return undefined;
  }
  if (place.unless?.test(bare)) return undefined;
  if (open.skip > 0) {
    open.skip -= 1;
    return undefined;
  }
  open.count -= 1;
  if (open.count === 0) delete state.place;
  return MASK;
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
  if (slash <= 0 || raw.startsWith("@") || raw.endsWith("/") || raw[slash - 1] === "=") return undefined;
  const at = raw.lastIndexOf("@");
  return `${raw.slice(0, slash + 1)}${MASK}${at > slash ? raw.slice(at) : ""}`;
}

/** Masks what is behind the first of the separators. */
function behindSeparator(raw: string, separators: string): string {
  const at = [...raw].findIndex((character) => separators.includes(character));
  if (at === -1) return raw;
  const quote = /["']$/.exec(raw)?.[0] ?? "";
  return `${raw.slice(0, at + 1)}${MASK}${quote}`;
}

/** The commands within the quotes of a word. */
function maskInner(raw: string, depth: number): string {
  const open = raw.search(/["']/);
  const isWhole = open !== -1 && open < MOST_BEFORE_QUOTE && raw.length - 1 > open && /["']$/.test(raw);
  if (depth === 0 || !isWhole || !/\s/.test(raw)) return raw;
  return raw.slice(0, open + 1) + maskWords(raw.slice(open + 1, -1), depth - 1) + raw.slice(-1);
}
