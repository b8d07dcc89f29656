import type { GroupMember, InventoryGroup, InventoryUser } from "../types.ts";
import { type Blocks, byText } from "./entry.ts";
import { readKeys } from "./keys.ts";
import { readLastLogins } from "./last-logins.ts";
import {
  type GroupEntry,
  type PasswdEntry,
  type Password,
  readGroupFile,
  readPasswd,
  readPasswords,
} from "./passwd.ts";
import { type Right, readRights } from "./rights.ts";

/** Whose members are the super user, or become it when they like. */
const ADMIN_GROUPS: ReadonlySet<string> = new Set(["wheel", "sudo", "admin", "docker", "lxd", "incus"]);
const NO_SHELL = /\/(?:nologin|false|sync|shutdown|halt)$/;
/** The most reasons for a privilege that are kept. */
const MOST_REASONS = 100;

/** The accounts of a Unix; nothing now and then, where something else may have its turn. */
export function* readUsers(blocks: Blocks, now: Date): Generator<InventoryUser | undefined> {
  const accounts = readPasswd(blocks);
  const passwords = readPasswords(blocks);
  const groups = groupsOfUsers(readGroupFile(blocks), accounts);
  const logins = readLastLogins(blocks);
  const keys = readKeys(blocks);
  const rights = new Map<string, Right[]>();
  for (const right of readRights(blocks)) {
    const same = rights.get(right.who) ?? [];
    same.push(right);
    rights.set(right.who, same);
    yield undefined;
  }
  const denied = blocks("keys")?.denied ?? [];
  for (const account of accounts.values()) {
    const { name, uid, home, shell } = account;
    const mine = groups.get(name) ?? [];
    const { reasons, whole } = privilegeOf(account, mine, rights);
    const password = passwords.get(name);
    const state = password?.state ?? (account.state === "S" ? "set" : undefined);
    const keysHidden =
      blocks("keys") === undefined || denied.some((path) => home !== undefined && liesIn(path, home));
    const authorizedKeys = keys.get(name) ?? (keysHidden ? undefined : []);
    yield {
      key: name,
      name,
      displayName: account.displayName,
      unixId: uid,
      unixGroupId: account.gid,
      homeDirectory: home,
      shell,
      privilege: whole ? "SuperUser" : "LinuxUser",
      privilegedBy: reasons.length === 0 ? undefined : reasons,
      isDisabled: isDisabled({ shell, state, accountExpires: password?.accountExpires }, authorizedKeys, now),
      passwordState: state,
      passwordChangedDateTimeUtc: password?.changed,
      passwordExpirationDateTimeUtc: password?.expires,
      accountExpirationDateTimeUtc: password?.accountExpires,
      lastLogonTimestamp: logins.get(name),
      authorizedKeys,
    };
  }
}

/** The groups of a Unix, with those who have them as their primary one. */
export function* readGroups(blocks: Blocks): Generator<InventoryGroup> {
  const primary = new Map<number, string[]>();
  for (const { name, gid } of readPasswd(blocks).values()) {
    if (gid === undefined) continue;
    const names = primary.get(gid) ?? [];
    names.push(name);
    primary.set(gid, names);
  }
  for (const { name, gid, members } of readGroupFile(blocks).values()) {
    const own = gid === undefined ? [] : (primary.get(gid) ?? []);
    const names = [...new Set([...members, ...own])].sort(byText);
    yield {
      key: name,
      name,
      unixId: gid,
      members: names.map((each): GroupMember => ({ kind: "user", name: each })),
    };
  }
}

const liesIn = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** Nobody gets in: it is expired, has no shell, or no password fits and there is no key. */
function isDisabled(
  account: {
    readonly shell: string | undefined;
    readonly state: Password["state"];
    readonly accountExpires: string | undefined;
  },
  keys: readonly unknown[] | undefined,
  now: Date,
): boolean | undefined {
  const { shell, state, accountExpires } = account;
  if (accountExpires !== undefined && Date.parse(accountExpires) <= now.getTime()) return true;
  if (shell !== undefined && NO_SHELL.test(shell)) return true;
  if (state === undefined) return undefined;
  if (state !== "locked") return false;
  return keys === undefined ? undefined : keys.length === 0;
}

/** The names of the groups of each user. */
function groupsOfUsers(
  groups: ReadonlyMap<string, GroupEntry>,
  accounts: ReadonlyMap<string, PasswdEntry>,
): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, Set<string>>();
  const byId = new Map([...groups.values()].map(({ name, gid }) => [gid, name]));
  const add = (user: string, group: string) => {
    const mine = names.get(user) ?? new Set<string>();
    names.set(user, mine.add(group));
  };
  for (const { name, gid } of accounts.values()) {
    const group = byId.get(gid);
    if (gid !== undefined && group !== undefined) add(name, group);
  }
  for (const { name, members } of groups.values()) for (const member of members) add(member, name);
  return new Map([...names].map(([user, mine]) => [user, [...mine]]));
}

function privilegeOf(
  { name, uid, gid }: PasswdEntry,
  groups: readonly string[],
  rights: ReadonlyMap<string, readonly Right[]>,
): { readonly reasons: readonly string[]; readonly whole: boolean } {
  const mine = groups.filter((group) => ADMIN_GROUPS.has(group));
  const names = [name, `#${uid}`, `%#${gid}`, "ALL", ...groups.map((group) => `%${group}`)];
  const rules = names.flatMap((who) => rights.get(who) ?? []);
  const reasons = [
    ...(uid === 0 ? ["uid 0"] : []),
    ...mine.map((group) => `group ${group}`),
    ...rules.map(({ who, text }) => (who === name ? text : `${text} (${who})`)),
  ];
  return {
    reasons: [...new Set(reasons)].sort(byText).slice(0, MOST_REASONS),
    whole: uid === 0 || mine.length > 0 || rules.some(({ whole }) => whole),
  };
}
