import { randomUUID } from "node:crypto";
import type { ReportedFacts } from "../facts/facts.ts";
import { cleanText } from "../facts/text.ts";
import { done, failed, type Step } from "../failure.ts";
import { readAccount } from "../login/account.ts";
import type { Watch } from "../watch.ts";
import { isDomainController, readIdentity, readOperatingSystem, readRole } from "./answers.ts";
import { readBody } from "./envelope.ts";
import { causeOf, isDenied, readFault } from "./faults.ts";
import type { WsManResponse } from "./http.ts";
import type { WsManLine } from "./line.ts";
import { logIn, type WindowsDoor } from "./log-in.ts";
import { CIMV2, getOperatingSystem, IDENTIFY, IDENTIFY_HEADER } from "./messages.ts";
import { type Found, query, type Wmi } from "./query.ts";
import { offeredSchemes } from "./schemes.ts";

/** What a Windows told, and what is to be known of how it did. */
export interface WindowsReading<More> {
  readonly facts: ReportedFacts;
  readonly warnings: readonly string[];
  /** What more was asked, where it was logged in to. */
  readonly more?: More;
}

/** A Windows that has let a login in. */
export interface OpenWindows extends Wmi {
  /** Its accounts are those of its domain. */
  readonly isDomainController: boolean;
}

/** How a Windows is asked. */
export interface WindowsQuestion<More> extends WindowsDoor {
  /** Where WS-Man is reached, as its own requests name it. */
  readonly address: string;
  /** Asks more in the same login, once the host has told what it is. */
  readonly askMore: (host: OpenWindows) => Promise<More>;
}

/**
 * Asks a host what Windows it is: first without a login, which tells little; then with one, where host, credential and
 * installation have a way in common. Where no login is possible the little has to do, with a warning that says why.
 */
export async function readWindows<More>(
  question: WindowsQuestion<More>,
  watch: Watch,
): Promise<Step<WindowsReading<More>>> {
  const { line } = question;
  watch.phase = "collect";
  const identity = await identify(line);
  if (!identity.ok) return identity;
  const { mustProve } = question;
  const without = (reason: string): Step<WindowsReading<never>> =>
    mustProve === undefined
      ? done({ facts: identity.value, warnings: [`The host was not logged in to: ${reason}.`] })
      : failed("hostkey", `The host has not proved by Kerberos that it is ${mustProve}: ${reason}.`);
  const hopeless = hasNoWay(question);
  if (hopeless !== undefined) return without(hopeless);

  const { address: to } = question;
  const get = getOperatingSystem({ to, messageId: randomUUID() });
  const unknown = await line.send({ body: get });
  if (!unknown.ok) return unknown;
  // Without TLS and a login, whoever answers is anybody.
  if (unknown.value.status !== 401)
    return question.secured ? withoutMore(readSystem(unknown.value)) : without("it asks for no login");
  const login = await logIn(question, offeredSchemes(unknown.value.challenges), get, watch);
  if (login.kind === "failed") return { ok: false, failure: login.failure };
  if (login.kind === "unusable")
    return login.failure === undefined ? without(login.reason) : { ok: false, failure: login.failure };
  watch.phase = "collect";
  const told = login.first === undefined ? await login.ask(get) : done(login.first);
  const system = told.ok ? readSystem(told.value) : told;
  const reading = system.ok ? done(await readMore(system.value, { ask: login.ask, to }, question)) : system;
  await login.close?.();
  return reading;
}

/** What a Windows said that it is. */
interface System {
  readonly facts: ReportedFacts;
  readonly isDomainController: boolean;
}

function withoutMore(system: Step<System>): Step<WindowsReading<never>> {
  return system.ok ? done({ facts: system.value.facts, warnings: [] }) : system;
}

async function readMore<More>(
  { facts, isDomainController }: System,
  wmi: Wmi,
  { askMore }: Pick<WindowsQuestion<More>, "askMore">,
): Promise<WindowsReading<More>> {
  const reading = await withRole(facts, wmi);
  return { ...reading, more: await askMore({ ...wmi, isDomainController }) };
}

/** What the computer is in its network: a WQL query, for the class wants a name that is not known yet. */
const COMPUTER = { namespace: CIMV2, wql: "SELECT Domain, DomainRole FROM Win32_ComputerSystem" };

/** Adds what the host is in its network, or why that is not known: what was told before is good without it. */
async function withRole(facts: ReportedFacts, wmi: Wmi): Promise<WindowsReading<never>> {
  const found = await query(wmi, COMPUTER, readRole, 0);
  const [role] = found.items;
  return role === undefined
    ? { facts, warnings: [withoutRole(found)] }
    : { facts: { ...facts, role }, warnings: [] };
}

/** An account that is no administrator's is shown a part, and the rest is silently not there. */
function withoutRole({ lack }: Found<string>): string {
  if (lack === undefined || ("fault" in lack && isDenied(lack.fault)))
    return "Seen with limited rights: the host does not tell the account its domain and its role there.";
  const cause = "fault" in lack ? causeOf(lack.fault) : "it broke off";
  return `The host does not tell its domain and its role there (${cause}).`;
}

/** Why no login is possible, whatever the host offers: then it is not asked for more. */
function hasNoWay({ secured, credential, name, windows }: WindowsDoor): string | undefined {
  const { password, keytab, username } = credential;
  if (password === undefined && keytab === undefined) return "the credential holds no password";
  if (secured || windows.ntlmWithoutTls) return undefined;
  const plain = "it offers WS-Man without TLS only, which takes";
  if (readAccount(username).principal === undefined)
    return `${plain} an account of a realm (user@corp.example)`;
  if (name === undefined) return `${plain} a host that is known by its DNS name`;
  return windows.kerberos === undefined ? `${plain} Kerberos` : undefined;
}

async function identify(line: WsManLine): Promise<Step<ReportedFacts>> {
  const answer = await line.send({ body: IDENTIFY, headers: IDENTIFY_HEADER });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  const identity = status === 200 ? readIdentity(readBody(body)) : undefined;
  if (identity === undefined) {
    return failed("collect", `The host does not identify itself by WS-Man (it answered ${status}).`);
  }
  if ("windows" in identity) return done(identity.windows);
  return failed(
    "collect",
    `The host speaks WS-Man, but is no Windows: it was made by ${cleanText(identity.vendor)}.`,
  );
}

function readSystem(answer: WsManResponse): Step<System> {
  const body = readBody(answer.body);
  const facts = answer.status === 200 ? readOperatingSystem(body) : undefined;
  if (facts !== undefined) return done({ facts, isDomainController: isDomainController(body) });
  const fault = readFault(answer);
  if (isDenied(fault)) {
    return failed("auth", "The host let the login in, but not to its operating system's account.");
  }
  return failed("collect", `The host does not tell by WS-Man what system it runs (${causeOf(fault)}).`);
}
