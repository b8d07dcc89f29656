import type { GroupMember, InventoryGroup, InventoryUser } from "../types.ts";
import { type Blocks, byText, cleaned, proseOf, type Stepwise } from "./entry.ts";
import { readKeys } from "./keys.ts";
import { readLastLogins } from "./last-logins.ts";
import {
  type GroupEntry,
  MOST_MEMBERS,
  type PasswdEntry,
  type Password,
  readGroupFile,
  readPasswd,
  readPasswords,
} from "./passwd.ts";
import { MOST_REASONS, type RightsOf, readRights } from "./rights.ts";

/** Whose members are the super user, or become it when they like. */
const ADMIN_GROUPS: ReadonlySet<string> = new Set(["wheel", "sudo", "admin", "docker", "lxd", "incus"]);
const NO_SHELL = /\/(?:nologin|false|sync|shutdown|halt)$/;

/** The accounts of a Unix; nothing now and then, where something else may have its turn. */
export function* readUsers(blocks: Blocks, now: Date): Generator<InventoryUser | undefined> {
  const accounts = yield* readPasswd(blocks);
  const passwords = yield* readPasswords(blocks);
  const groups = yield* groupsOfUsers(yield* readGroupFile(blocks), accounts);
  const logins = yield* readLastLogins(blocks);
  const keysOf = yield* readKeys(blocks);
  const rights = yield* readRights(blocks);
  for (const account of accounts.values()) {
    const { name } = account;
    const shell = cleaned(account.shell);
    const { reasons, whole } = privilegeOf(account, groups.get(name) ?? new Set(), rights);
    const password = passwords.get(name);
    const state = password?.state ?? (account.state === "S" ? "set" : undefined);
    const authorizedKeys = keysOf(name);
    yield {
      key: name,
      name,
      displayName: proseOf(account.displayName),
      unixId: account.uid,
      unixGroupId: account.gid,
      homeDirectory: cleaned(account.home),
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
export function* readGroups(blocks: Blocks): Generator<InventoryGroup | undefined> {
  const primary = new Map<number | undefined, string[]>();
  for (const { name, gid } of (yield* readPasswd(blocks)).values()) {
    yield;
    const names = primary.get(gid) ?? [];
    if (gid !== undefined && names.length < MOST_MEMBERS) names.push(name);
    primary.set(gid, names);
  }
  for (const { name, gid, members } of (yield* readGroupFile(blocks)).values()) {
    const names = [...new Set([...members, ...(primary.get(gid) ?? [])])].sort(byText);
    // Of groups with the same number, the first one is meant by it.
    primary.delete(gid);
    yield {
      key: name,
      name,
      unixId: gid,
      members: names.map((each): GroupMember => ({ kind: "user", name: each })),
    };
  }
}

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

/** The names of the groups of each account. */
function* groupsOfUsers(
  groups: ReadonlyMap<string, GroupEntry>,
  accounts: ReadonlyMap<string, PasswdEntry>,
): Stepwise<ReadonlyMap<string, ReadonlySet<string>>> {
  const names = new Map<string, Set<string>>();
  const byId = new Map<number | undefined, string>();
  const add = (user: string, group: string) => {
    const mine = names.get(user) ?? new Set<string>();
    names.set(user, mine.add(group));
  };
  for (const { name, gid } of groups.values()) {
    yield;
    if (gid !== undefined && !byId.has(gid)) byId.set(gid, name);
  }
  for (const { name, gid } of accounts.values()) {
    yield;
    const group = byId.get(gid);
    if (group !== undefined) add(name, group);
  }
  for (const { name, members } of groups.values()) {
    yield;
    for (const member of members) if (accounts.has(member)) add(member, name);
  }
  return names;
}

/** Why an account is privileged: by itself first, then by its groups; of many reasons, the first. */
function privilegeOf(
  { name, uid, gid }: PasswdEntry,
  groups: ReadonlySet<string>,
  rights: RightsOf,
): { readonly reasons: readonly string[]; readonly whole: boolean } {
  const reasons = new Set<string>(uid === 0 ? ["uid 0"] : []);
  let whole = uid === 0;
  for (const group of ADMIN_GROUPS) {
    if (!groups.has(group)) continue;
    reasons.add(`group ${group}`);
    whole = true;
  }
  const take = (who: string) => {
    const right = rights.get(who);
    whole ||= right?.whole === true;
    for (const reason of right?.reasons ?? []) {
      if (reasons.size >= MOST_REASONS) break;
      reasons.add(reason);
    }
  };
  for (const who of [name, `#${uid}`, `%#${gid}`, "ALL"]) take(who);
  for (const group of groups) take(`%${group}`);
  return { reasons: [...reasons].sort(byText), whole };
}
