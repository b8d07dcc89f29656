import { cleanText } from "../../facts/text.ts";
import { maskSecrets } from "../mask/mask.ts";
import { type Blocks, continued, groupsOf, partsOf, type Stepwise } from "./entry.ts";

/** What somebody may by rules: as whom one is named in them. */
export interface Rights {
  /** Whether one of them makes one the super user: any command, as root. */
  whole: boolean;
  /** For people, e.g. `sudoers: ALL=(ALL) NOPASSWD: ALL`; with whom the rule names, unless that is the account. */
  readonly reasons: Set<string>;
}

/** By who they are for: `name`, `%group`, `#uid`, `%#gid`, `ALL`. */
export type RightsOf = ReadonlyMap<string, Rights>;

interface Right {
  readonly who: string;
  readonly told: string;
  readonly whole: boolean;
}

/** The most rules that are read, the most users of one or of an alias, and the most rules for one. */
const MOST_RULES = 2_000;
const MOST_USERS = 100;
export const MOST_REASONS = 100;
/** The longest rule that is kept, in characters, and the most pieces of one: tags and what is between them. */
const MOST_OF_RULE = 1_000;
const MOST_PIECES = 40;

/** Not the name of what follows, though it looks like one. */
const TAG = /((?<![A-Z_])(?:NO)?PASSWD: ?)/;
const IS_NAME = /^(?![%#]|ALL$)/;

/** The rules of sudoers(5) and doas.conf(5). */
export function* readRights(blocks: Blocks): Stepwise<RightsOf> {
  const rights = new Map<string, Rights>();
  for (const rules of [readSudoers(blocks), readDoas(blocks)]) {
    for (const right of rules) {
      yield;
      if (right !== undefined) add(rights, right);
    }
  }
  return rights;
}

function add(rights: Map<string, Rights>, { who, told, whole }: Right): void {
  const same = rights.get(who) ?? { whole: false, reasons: new Set() };
  rights.set(who, same);
  same.whole ||= whole;
  // Made here, once for all accounts that it holds for.
  if (same.reasons.size < MOST_REASONS) same.reasons.add(IS_NAME.test(who) ? told : `${told} (${who})`);
}

function* readSudoers(blocks: Blocks): Generator<Right | undefined> {
  const aliases = new Map<string, readonly string[]>();
  const rules: string[] = [];
  for (const line of rulesIn(blocks, "sudoers")) {
    yield undefined;
    if (line?.startsWith("User_Alias")) addAliases(aliases, line.slice("User_Alias".length));
    else if (line?.includes("=") && !/^(?:Runas|Host|Cmnd|Cmd)_Alias\s/.test(line)) rules.push(line);
  }
  for (const line of rules.slice(0, MOST_RULES)) {
    yield undefined;
    const [users, rule] = splitRule(line);
    const told = toldAs("sudoers", rule.split(TAG, MOST_PIECES).map(maskSecrets).join(""));
    const whole = allowsAll(rule);
    for (const user of named(users, aliases)) {
      yield user.startsWith("!") ? undefined : { who: user, told, whole: whole && user !== "ALL" };
    }
  }
}

function* rulesIn(blocks: Blocks, name: string): Generator<string | undefined> {
  for (const { lines } of partsOf(blocks, name)) {
    yield undefined;
    yield* continued(lines);
  }
}

function addAliases(aliases: Map<string, readonly string[]>, definitions: string): void {
  for (const alias of definitions.split(":")) {
    const at = alias.indexOf("=");
    if (at !== -1) aliases.set(alias.slice(0, at).trim(), listOf(alias.slice(at + 1)));
  }
}

/** Whom the users of a rule are, aliases resolved: of many, the first. */
function named(users: readonly string[], aliases: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const all: string[] = [];
  for (const each of users) {
    all.push(...(aliases.get(each) ?? [each]));
    if (all.length >= MOST_USERS) break;
  }
  return all.slice(0, MOST_USERS);
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

const DOAS = /^permit(?: (?:nopass|persist|keepenv|nolog|setenv))* ("?[\w.:@-]+"?)(?: (.*))?$/s;

function* readDoas(blocks: Blocks): Generator<Right | undefined> {
  let left = MOST_RULES;
  for (const line of rulesIn(blocks, "doas")) {
    const rule = (line ?? "").replaceAll(/\s+/g, " ").replace(/ #.*$/s, "");
    const found = left > 0 ? groupsOf(DOAS, rule) : undefined;
    if (found !== undefined) left -= 1;
    yield found && {
      who: found(1).replaceAll('"', "").replace(/^:/, "%"),
      told: toldAs("doas", maskSecrets(rule)),
      whole: /^(?:as root)?$/.test(found(2)),
    };
  }
}
