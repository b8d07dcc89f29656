import { byText } from "../read/entry.ts";
import type { GroupMember, InventoryGroup, InventoryUser, UserPrivilege } from "../types.ts";
import {
  type Account,
  ADMINISTRATORS,
  idOf,
  type LocalAccounts,
  type LocalGroup,
  type Member,
} from "./accounts.ts";

/** Groups that make more or less of a user than one (learn.microsoft.com: "Security identifiers"). */
const USERS = "S-1-5-32-545";
const GUESTS = "S-1-5-32-546";
const POWER_USERS = "S-1-5-32-547";
/** Backup operators read and write every file; who may administer Hyper-V may do so with its machines. */
const PRIVILEGED: readonly string[] = [ADMINISTRATORS, POWER_USERS, "S-1-5-32-551", "S-1-5-32-578"];

/** Who belongs to a group that makes more or less of a user. */
interface Belonging {
  readonly group: string;
  readonly ids: ReadonlySet<string>;
}

/** The users, with what their groups make of them. */
export function* userEntries({ users, groups }: LocalAccounts): Generator<InventoryUser> {
  const graph = new Map(groups.items.map((group) => [idOf(group), group]));
  const belongings = new Map<string, Belonging>();
  for (const sid of [...PRIVILEGED, USERS, GUESTS]) {
    const same = groups.items.filter((group) => group.sid === sid);
    const [first] = same;
    if (first !== undefined) belongings.set(sid, { group: first.name, ids: reachable(same, graph) });
  }
  const isKnown = belongings.has(ADMINISTRATORS);
  for (const user of users.items) {
    const id = idOf(user);
    const belongs = (sid: string) => belongings.get(sid)?.ids.has(id) === true;
    const reasons = PRIVILEGED.filter(belongs).map((sid) => `group ${belongings.get(sid)?.group}`);
    yield {
      key: user.sid ?? user.name,
      name: user.name,
      displayName: user.displayName,
      sid: user.sid,
      privilege: isKnown ? privilegeOf(belongs) : "NotSet",
      privilegedBy: reasons.length === 0 ? undefined : reasons.sort(byText),
      isDisabled: user.isDisabled,
      passwordState: user.isLocked ? "locked" : undefined,
    };
  }
}

function privilegeOf(belongs: (sid: string) => boolean): UserPrivilege {
  if (belongs(ADMINISTRATORS)) return "Administrator";
  if (belongs(POWER_USERS)) return "PowerUser";
  return belongs(GUESTS) && !belongs(USERS) ? "Guest" : "User";
}

/** Whoever belongs to one of the groups, by whatever groups in between: each is gone through once, for a host may tell of circles. */
function reachable(
  groups: readonly LocalGroup[],
  graph: ReadonlyMap<string, LocalGroup>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...groups];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const id of next.members.map(idOf)) {
      const inner = found.has(id) ? undefined : graph.get(id);
      found.add(id);
      if (inner !== undefined) open.push(inner);
    }
  }
  return found;
}

/** The groups, with the members as far as the host names them. */
export function* groupEntries({ users, groups, known }: LocalAccounts): Generator<InventoryGroup> {
  const own = new Map([...known, ...groups.items, ...users.items].map((account) => [idOf(account), account]));
  for (const group of groups.items) {
    const members = new Map(group.members.map((each) => [idOf(each), memberEntry(each, own)]));
    yield {
      key: group.sid ?? group.name,
      name: group.name,
      sid: group.sid,
      members: [...members.values()].sort((one, other) => byText(one.name, other.name)),
    };
  }
}

/** A member by its name alone where it is the host's own. */
function memberEntry(member: Member, own: ReadonlyMap<string, Account>): GroupMember {
  const { kind, domain, name } = member;
  const account = own.get(idOf(member));
  if (account !== undefined) return { kind, name: account.name, sid: account.sid };
  return { kind, name: domain === "" ? name : `${domain}\\${name}` };
}
