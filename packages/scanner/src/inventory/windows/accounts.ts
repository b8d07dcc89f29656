import { type Element, textOf } from "../../wsman/envelope.ts";
import { CIMV2, type Query } from "../../wsman/messages.ts";
import { readReference } from "../../wsman/reference.ts";
import { cleaned } from "../read/entry.ts";
import { type End, LIMITED, type Listed, type WindowsReader } from "./reader.ts";
import { flag, told } from "./values.ts";

/** An account as its host names it. */
export interface Account {
  /** Of a local account the name of its host. */
  readonly domain: string;
  readonly name: string;
  readonly sid?: string | undefined;
}

/** A local user. */
export interface LocalUser extends Account {
  readonly displayName: string | undefined;
  readonly isDisabled: boolean | undefined;
  /** Too many wrong passwords were told for it: no password fits for now. */
  readonly isLocked: boolean;
}

export interface Member extends Account {
  readonly kind: "user" | "group";
}

/** A local group. */
export interface LocalGroup extends Account {
  readonly members: readonly Member[];
}

/** What a Windows keeps of accounts itself. */
export interface LocalAccounts {
  readonly users: Listed<LocalUser>;
  readonly groups: Listed<LocalGroup>;
  /** Those that every Windows has: `Authenticated Users`, `SYSTEM`. */
  readonly known: readonly Account[];
}

/** Whose members may do everything, in whatever language it is named. */
export const ADMINISTRATORS = "S-1-5-32-544";

/** The most members of a group: one that has more is left out. */
const MOST_MEMBERS = 10_000;

const of = (className: string, where = ""): Query => ({
  namespace: CIMV2,
  wql: `SELECT * FROM ${className}${where}`,
});
const LOCAL = " WHERE LocalAccount=TRUE";

/** Where two accounts are the same: Windows does not tell capitals from small letters. */
export const idOf = ({ domain, name }: Pick<Account, "domain" | "name">): string =>
  `${domain}\\${name}`.toLowerCase();

/**
 * Reads the local accounts, and of each group its members: a query for each, since one for all would ask a domain for its
 * groups, too.
 */
export async function readAccounts(reader: WindowsReader, most: number): Promise<LocalAccounts> {
  const users = await reader.list(of("Win32_UserAccount", LOCAL), "Win32_UserAccount", readUser, most);
  const known = await reader.list(of("Win32_SystemAccount"), "Win32_SystemAccount", readAccount, most);
  const listed = await reader.list(of("Win32_Group", LOCAL), "Win32_Group", readGroup, most);
  const groups = await withMembers(reader, listed);
  return { users: { ...users, end: endOfUsers(users.end, groups, reader) }, groups, known: known.items };
}

/** What a user may is told by the members of the groups. */
function endOfUsers(end: End, groups: Listed<LocalGroup>, reader: WindowsReader): End {
  if (end.state !== "collected" || groups.items.some(({ sid }) => sid === ADMINISTRATORS)) return end;
  return groups.end.state === "collected" ? LIMITED : reader.without(groups.end);
}

/** A group before its members are asked for. */
interface ListedGroup extends Account {
  /** Its path in WMI, by its names as they are: those that are kept are fit to show. */
  readonly path: string;
}

async function withMembers(reader: WindowsReader, groups: Listed<ListedGroup>): Promise<Listed<LocalGroup>> {
  const items: LocalGroup[] = [];
  // No Windows is without any.
  let end = groups.end.state === "collected" && groups.items.length === 0 ? LIMITED : groups.end;
  for (const { path, ...group } of groups.items) {
    const what = `the members of ${group.name} (Win32_GroupUser)`;
    const asked = of("Win32_GroupUser", ` WHERE GroupComponent=${quoted(path)}`);
    const members = await reader.list(asked, what, memberOf(group), MOST_MEMBERS);
    const isWhole = members.items.length <= MOST_MEMBERS;
    // A group without its members would be told as one that has lost them.
    if (isWhole && members.end.state === "collected") items.push({ ...group, members: members.items });
    else if (end.state === "collected") end = isWhole ? reader.without(members.end) : tooMany(group);
  }
  return { items, end };
}

const tooMany = ({ name }: Account): End => ({
  state: "cutOff",
  message: `The group ${name} has more members than are taken of one.`,
});

/** A string of WQL, or of the path to an instance. */
const quoted = (value: string): string => `"${value.replaceAll(/[\\"]/g, "\\$&")}"`;

function readAccount(instance: Element): Account | undefined {
  const name = told(instance, "Name");
  const sid = textOf(instance, "SID");
  if (name === undefined) return undefined;
  return { domain: told(instance, "Domain") ?? "", name, sid: sid && SID.test(sid) ? sid : undefined };
}

/** MS-DTYP, 2.4.2.1. */
const SID = /^S-1-\d{1,15}(?:-\d{1,10}){1,15}$/;

/** The longest name that a group has (MS-SAMR, 3.1.1.6). */
const LONGEST_NAME = 256;

function readGroup(instance: Element): ListedGroup | undefined {
  const account = readAccount(instance);
  const named = (key: string) => quoted((textOf(instance, key) ?? "").slice(0, LONGEST_NAME));
  return account && { ...account, path: `Win32_Group.Domain=${named("Domain")},Name=${named("Name")}` };
}

function readUser(instance: Element): LocalUser | undefined {
  const account = readAccount(instance);
  return (
    account && {
      ...account,
      displayName: told(instance, "FullName"),
      isDisabled: flag(instance, "Disabled"),
      isLocked: flag(instance, "Lockout") === true,
    }
  );
}

/** Reads who belongs to a group: a host that tells of another has not been asked for it. */
function memberOf(group: Account): (instance: Element) => Member | undefined {
  return (instance) => {
    const asked = readReference(instance, "GroupComponent");
    const part = readReference(instance, "PartComponent");
    const name = cleaned(part?.key("Name"));
    if (part === undefined || name === undefined) return undefined;
    if (cleaned(asked?.key("Name"))?.toLowerCase() !== group.name.toLowerCase()) return undefined;
    const kind = part.className === "Win32_UserAccount" ? "user" : "group";
    return { kind, domain: cleaned(part.key("Domain")) ?? "", name };
  };
}
