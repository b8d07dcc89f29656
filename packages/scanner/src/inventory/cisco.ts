import type { ReportedFacts } from "../facts/facts.ts";
import { cleanText, linesOf } from "../facts/text.ts";
import type { Scanning } from "../scanning.ts";
import type { SshQuestions } from "../ssh-questions.ts";
import { sectionsAll } from "./every-section.ts";
import { toldSecrets } from "./mask/told-secrets.ts";
import { byText, cleaned, groupsOf } from "./read/entry.ts";
import { askEnabled } from "./session/enable.ts";
import type { Inventory, InventoryUser, Section } from "./types.ts";

/** Of the time that is left to the scan, what the reading may take. */
const SHARE = 0.8;

/** What is asked of a device that has let a login in. */
type Questions = Pick<SshQuestions, "ask" | "session" | "mayTell">;

/** How a family tells its local users. */
interface Family {
  readonly os: RegExp;
  readonly command: string;
  /** The privilege of a user of whom none is told. */
  readonly usual: number;
}

const FAMILIES: readonly Family[] = [
  { os: /^Cisco NX-OS/, command: "show user-account", usual: 1 },
  { os: /^Cisco IOS XR/, command: "show running-config username", usual: 1 },
  { os: /^Cisco (?:ASA|FTD|PIX|FWSM)/, command: "show running-config username", usual: 2 },
  { os: /^(?:Cisco IOS|Arista)/, command: "show running-config | include ^username", usual: 1 },
];

/** Roles and groups that may do everything. */
const WHOLE = /^(?:network-admin|vdc-admin|root-lr|root-system)$/;
const MOST = 15;
const REFUSED = /^\s*(?:%|ERROR: %|Command authorization failed|Permission denied)/i;
const ENDS: ReadonlySet<string> = new Set(["password", "secret", "autocommand"]);
const LAST = /\sprivilege (\d{1,2})\s*$/;
/** `username admin …` of a configuration, `user:admin` of NX-OS. */
const USER = /^(?:username\s+|user:\s*)(\S{1,64})(.*)$/;
/** What belongs to the user above it. */
const BELONGS = /^\s+(?:roles?:\s*|group\s+|role\s+)(\S.*)$/;

/** The local users of a router, switch or firewall, with what they may; it has none of the rest. */
export async function readCiscoInventory(
  scanning: Pick<Scanning, "sections" | "credential" | "watch">,
  questions: Questions,
  { os }: Pick<ReportedFacts, "os">,
): Promise<Inventory> {
  const { sections, credential } = scanning;
  const others = sectionsAll(
    sections.filter((name) => name !== "users"),
    { state: "unsupported" },
  );
  const family = FAMILIES.find((each) => each.os.test(os));
  if (!sections.includes("users")) return { ...others };
  if (family === undefined) return { ...others, users: { state: "unsupported", entries: [] } };
  const method = credential.elevate?.method;
  const users =
    method === "enable"
      ? await readEnabled(scanning, questions, family)
      : await readUsers(questions, family, method && `The host is no Unix: ${method} is not tried.`);
  return { ...others, users: toldSecrets(credential)(users) };
}

/** The users as the login is shown them. */
async function readUsers(
  questions: Pick<Questions, "ask">,
  { command, usual }: Family,
  why?: string,
): Promise<Section<InventoryUser>> {
  const parse = (lines: readonly string[]) => lines.find((line) => USER.test(line) || REFUSED.test(line));
  const output = await questions.ask(command, { inShell: true, parse });
  if (!output.ok) return { state: "failed", message: output.failure.message, entries: [] };
  const users = usersOf(linesOf(output.value), usual);
  return users.length > 0 ? { state: "collected", entries: users } : noneShown(command, why);
}

/** The users as the privileged user is shown them; where the login does not become that, as it is shown them itself. */
async function readEnabled(
  { credential, watch }: Pick<Scanning, "credential" | "watch">,
  questions: Questions,
  family: Family,
): Promise<Section<InventoryUser>> {
  const { command, usual } = family;
  for (let again = false; ; again = true) {
    const session = await questions.session(again);
    if (!session.ok) return { state: "failed", message: session.failure.message, entries: [] };
    const { output, notEnabled, failure, noShell } = await askEnabled({
      session: session.value,
      command,
      password: credential.elevate?.password ?? credential.password,
      told: [credential.password],
      mayTell: () => questions.mayTell(),
      timeMs: watch.remainingMs() * SHARE,
    });
    // It may have been closing while it was asked.
    if (noShell && !again) continue;
    const entries =
      output !== undefined
        ? usersOf(linesOf(output), usual)
        : noShell
          ? (await readUsers(questions, family)).entries
          : [];
    if (notEnabled !== undefined)
      return { state: "denied", missing: [command], message: notEnabled, entries };
    if (failure !== undefined) return { state: "failed", message: failure, entries };
    return entries.length > 0 ? { state: "collected", entries } : noneShown(command);
  }
}

function noneShown(command: string, why?: string): Section<InventoryUser> {
  const message = `The host shows no local user to the login by "${command}".${why === undefined ? "" : ` ${why}`}`;
  return { state: "denied", missing: [command], message, entries: [] };
}

interface Found {
  readonly name: string;
  privilege: number | undefined;
  readonly roles: string[];
  passwordState: InventoryUser["passwordState"];
}

/** The users of the lines. Of a line only words that are known are kept: behind them stands the hash. */
function usersOf(lines: readonly string[], usual: number): readonly InventoryUser[] {
  const users = new Map<string, Found>();
  let current: Found | undefined;
  for (const line of lines) {
    const found = groupsOf(USER, line);
    const name = cleaned(found?.(1));
    if (found !== undefined && name !== undefined) {
      current = users.get(name) ?? { name, privilege: undefined, roles: [], passwordState: undefined };
      users.set(name, current);
      takeWords(current, found(2));
    } else if (current !== undefined) takeWords(current, line);
  }
  return [...users.values()]
    .map((user) => ofUser(user, usual))
    .sort((one, other) => byText(one.key, other.key));
}

function takeWords(user: Found, line: string): void {
  const roles = groupsOf(BELONGS, line)?.(1);
  if (roles !== undefined) user.roles.push(...roles.trim().split(/\s+/, MOST));
  const words = line.trim().split(/\s+/, MOST);
  // Behind these stands a secret or a command, which might be any words.
  const end = words.findIndex((word) => ENDS.has(word));
  const known = end === -1 ? words : words.slice(0, end);
  const after = (word: string) => (known.includes(word) ? known[known.indexOf(word) + 1] : undefined);
  // Of a firewall, the privilege stands behind the hash.
  const privilege = after("privilege") ?? (words[end] === "autocommand" ? undefined : LAST.exec(line)?.[1]);
  if (privilege !== undefined && /^\d{1,2}$/.test(privilege))
    user.privilege = Math.min(Number(privilege), MOST);
  const role = roles === undefined ? after("role") : undefined;
  if (role !== undefined) user.roles.push(role);
  if (words[end] === "password" || words[end] === "secret") user.passwordState = "set";
  else if (known.includes("nopassword")) user.passwordState = "empty";
}

function ofUser({ name, privilege, roles, passwordState }: Found, usual: number): InventoryUser {
  const whole = roles.some((role) => WHOLE.test(role));
  const names = [...new Set(roles)].map((role) => cleanText(`role ${role}`)).sort(byText);
  return {
    key: name,
    name,
    privilege: `CiscoPrivilege_${privilege ?? (whole ? MOST : usual)}`,
    privilegedBy: names.length === 0 ? undefined : names,
    passwordState,
  };
}
