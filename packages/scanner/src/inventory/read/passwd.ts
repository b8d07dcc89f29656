import { type Blocks, day, integer, linesOf, second, text } from "./entry.ts";

/** What passwd(5) tells of an account. */
export interface PasswdEntry {
  readonly name: string;
  /** `E`: none, `S`: set here, `x`: it stands elsewhere. */
  readonly state: string;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly displayName: string | undefined;
  readonly home: string | undefined;
  readonly shell: string | undefined;
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
const MOST_MEMBERS = 10_000;
/** As many days mean never. */
const NEVER_DAYS = 99_999;
const NAME = /^[A-Za-z0-9_.][A-Za-z0-9_.@-]{0,63}\$?$/;
const STATES: ReadonlyMap<string, Password["state"]> = new Map([
  ["S", "set"],
  ["E", "empty"],
  ["L", "locked"],
]);

/** The accounts, the first of a name. */
export function readPasswd(blocks: Blocks): ReadonlyMap<string, PasswdEntry> {
  const entries = new Map<string, PasswdEntry>();
  for (const line of linesOf(blocks, "passwd")) {
    const [name = "", state = "", uid, gid, gecos, home, shell] = line.split(":");
    if (!NAME.test(name) || entries.has(name)) continue;
    entries.set(name, {
      name,
      state,
      uid: integer(uid),
      gid: integer(gid),
      displayName: text(gecos),
      home: text(home),
      shell: text(shell),
    });
  }
  return entries;
}

/**
 * What is known of each account's password. A field that is no number is dropped: nothing but a state, and days or
 * seconds, gets past here.
 */
export function readPasswords(blocks: Blocks): ReadonlyMap<string, Password> {
  const passwords = new Map<string, Password>();
  for (const line of linesOf(blocks, "shadow")) {
    const [name = "", state = "", ...numbers] = line.split(":");
    if (!NAME.test(name) || !STATES.has(state) || passwords.has(name)) continue;
    const [lastChange, maximum, expiry, changeBy, expiresAt, updated] = numbers.map(integer);
    const ages = lastChange !== undefined && maximum !== undefined && maximum >= 0 && maximum < NEVER_DAYS;
    passwords.set(name, {
      state: STATES.get(state),
      changed: day(lastChange) ?? second(updated),
      expires: ages && lastChange > 0 ? day(lastChange + maximum) : second(changeBy),
      accountExpires: day(expiry) ?? second(expiresAt),
    });
  }
  return passwords;
}

/** The groups, the first of a name. */
export function readGroupFile(blocks: Blocks): ReadonlyMap<string, GroupEntry> {
  const groups = new Map<string, GroupEntry>();
  for (const line of linesOf(blocks, "group")) {
    const [name = "", , gid, members = ""] = line.split(":");
    if (!NAME.test(name) || groups.has(name)) continue;
    const names = members.split(",", MOST_MEMBERS).filter((each) => NAME.test(each));
    groups.set(name, { name, gid: integer(gid), members: names });
  }
  return groups;
}
