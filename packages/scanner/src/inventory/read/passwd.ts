import { type Blocks, day, fieldsOf, integer, linesIn, type Stepwise, second } from "./entry.ts";

/** What passwd(5) tells of an account; texts as the host has them. */
export interface PasswdEntry {
  readonly name: string;
  /** `E`: none, `S`: set here, `x`: it stands elsewhere. */
  readonly state: string;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly displayName: string;
  readonly home: string;
  readonly shell: string;
}

/** What shadow(5), master.passwd(5) or AIX's files tell of a password. */
export interface Password {
  readonly state: "set" | "empty" | "locked" | undefined;
  readonly changed: string | undefined;
  readonly expires: string | undefined;
  readonly accountExpires: string | undefined;
}

export interface GroupEntry {
  readonly name: string;
  readonly gid: number | undefined;
  readonly members: readonly string[];
}

/** The most members of a group that are kept. */
export const MOST_MEMBERS = 10_000;
/** As many days mean never. */
const NEVER_DAYS = 99_999;
const NAME = /^[A-Za-z0-9_.][A-Za-z0-9_.@-]{0,63}\$?$/;
const STATES: ReadonlyMap<string, Password["state"]> = new Map([
  ["S", "set"],
  ["E", "empty"],
  ["L", "locked"],
]);

/** The accounts, the first of a name. */
export function* readPasswd(blocks: Blocks): Stepwise<ReadonlyMap<string, PasswdEntry>> {
  const entries = new Map<string, PasswdEntry>();
  for (const line of linesIn(blocks, "passwd")) {
    yield;
    const field = fieldsOf(line, ":");
    const name = field(0);
    if (!NAME.test(name) || entries.has(name)) continue;
    entries.set(name, {
      name,
      state: field(1),
      uid: integer(field(2)),
      gid: integer(field(3)),
      displayName: field(4),
      home: field(5),
      shell: field(6),
    });
  }
  return entries;
}

/**
 * What is known of each account's password. A field that is no number is dropped: nothing but a state, and days or
 * seconds, gets past here.
 */
export function* readPasswords(blocks: Blocks): Stepwise<ReadonlyMap<string, Password>> {
  const passwords = new Map<string, Password>();
  for (const line of linesIn(blocks, "shadow")) {
    yield;
    const field = fieldsOf(line, ":");
    const name = field(0);
    const state = STATES.get(field(1));
    if (!NAME.test(name) || state === undefined || passwords.has(name)) continue;
    const lastChange = integer(field(2));
    const maximum = integer(field(3));
    const ages = lastChange !== undefined && maximum !== undefined && maximum >= 0 && maximum < NEVER_DAYS;
    passwords.set(name, {
      state,
      changed: day(lastChange) ?? second(integer(field(7))),
      expires: ages && lastChange > 0 ? day(lastChange + maximum) : second(integer(field(5))),
      accountExpires: day(integer(field(4))) ?? second(integer(field(6))),
    });
  }
  return passwords;
}

/** The groups, the first of a name. */
export function* readGroupFile(blocks: Blocks): Stepwise<ReadonlyMap<string, GroupEntry>> {
  const groups = new Map<string, GroupEntry>();
  for (const line of linesIn(blocks, "group")) {
    yield;
    const field = fieldsOf(line, ":");
    const name = field(0);
    if (!NAME.test(name) || groups.has(name)) continue;
    const names = field(3)
      .split(",", MOST_MEMBERS)
      .filter((each) => NAME.test(each));
    groups.set(name, { name, gid: integer(field(2)), members: names });
  }
  return groups;
}
