import { cleanText } from "../../facts/text.ts";
import { maskSecrets } from "../mask/mask.ts";
import { type Blocks, continued, groupsOf, partsOf } from "./entry.ts";

/** A rule by which somebody may act as somebody else. */
export interface Right {
  /** `name`, `%group`, `#uid`, `%#gid`, `ALL`. */
  readonly who: string;
  /** For people, e.g. `sudoers: ALL=(ALL) NOPASSWD: ALL`. */
  readonly text: string;
  /** Whether it makes one the super user: any command, as root. */
  readonly whole: boolean;
}

/** The most lines that are read, and the most users of a rule or of an alias. */
const MOST_LINES = 2_000;
const MOST_USERS = 100;
/** The longest rule that is kept, in characters. */
const MOST_OF_RULE = 1_000;

/** Not the name of what follows, though it looks like one. */
const TAG = /((?<![A-Z_])(?:NO)?PASSWD: ?)/;

/** The rules of sudoers(5) and doas.conf(5). */
export function* readRights(blocks: Blocks): Generator<Right> {
  yield* readSudoers(blocks);
  yield* readDoas(blocks);
}

function* readSudoers(blocks: Blocks): Generator<Right> {
  const lines = partsOf(blocks, "sudoers").flatMap(({ lines: each }) => continued(each));
  const aliases = new Map<string, readonly string[]>();
  for (const line of lines) {
    if (!line.startsWith("User_Alias")) continue;
    for (const alias of line.slice("User_Alias".length).split(":")) {
      const at = alias.indexOf("=");
      if (at !== -1) aliases.set(alias.slice(0, at).trim(), listOf(alias.slice(at + 1)));
    }
  }
  for (const line of lines.slice(0, MOST_LINES)) {
    if (/^(?:User|Runas|Host|Cmnd|Cmd)_Alias\s/.test(line) || !line.includes("=")) continue;
    const [users, rule] = splitRule(line);
    const masked = rule.split(TAG).map(maskSecrets).join("");
    const right = toldAs("sudoers", masked);
    const whole = allowsAll(rule);
    for (const user of users.flatMap((each) => aliases.get(each) ?? [each]).slice(0, MOST_USERS)) {
      if (!user.startsWith("!")) yield { who: user, text: right, whole: whole && user !== "ALL" };
    }
  }
}

/** For people: what a rule says, and where. */
const toldAs = (file: string, rule: string): string => cleanText(`${file}: ${rule}`, MOST_OF_RULE);

/** The users before the first blank that no comma stands beside, and the rest. */
function splitRule(line: string): readonly [users: readonly string[], rule: string] {
  const words = line.split(/\s+/);
  let count = 1;
  while (words[count - 1]?.endsWith(",") || words[count]?.startsWith(",")) count += 1;
  return [listOf(words.slice(0, count).join(" ")), words.slice(count).join(" ")];
}

const listOf = (list: string): readonly string[] =>
  list
    .split(",", MOST_USERS)
    .map((each) => each.trim().replaceAll('"', ""))
    .filter((each) => each !== "");

/** Whether a rule of sudoers allows every command as root. */
function allowsAll(rule: string): boolean {
  const commands = rule.slice(rule.indexOf("=") + 1).trim();
  const [, runAs] = /^\(([^)]*)\)/.exec(commands) ?? [];
  const asRoot = runAs === undefined || /(?:^|[\s,])(?:ALL|root|#0)(?:[\s,:]|$)/.test(runAs);
  const bare = commands.replace(/^\([^)]*\)/, "").replaceAll(/(?<![A-Z_])[A-Z_]{1,20}: ?/g, "");
  return asRoot && listOf(bare).includes("ALL");
}

function* readDoas(blocks: Blocks): Generator<Right> {
  const lines = partsOf(blocks, "doas").flatMap(({ lines: each }) => continued(each));
  for (const line of lines.slice(0, MOST_LINES)) {
    const rule = line.replaceAll(/\s+/g, " ").replace(/ #.*$/, "");
    const found = groupsOf(
      /^permit(?: (?:nopass|persist|keepenv|nolog|setenv))* ("?[\w.:@-]+"?)(?: (.*))?$/,
      rule,
    );
    if (found === undefined) continue;
    const who = found(1);
    const whole = /^(?:as root)?$/.test(found(2));
    const right = toldAs("doas", maskSecrets(rule));
    yield { who: who.replaceAll('"', "").replace(/^:/, "%"), text: right, whole };
  }
}
