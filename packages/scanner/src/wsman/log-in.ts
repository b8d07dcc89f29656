import { failed, type Step } from "../failure.ts";
import type { KerberosAccount } from "../kerberos/messages.ts";
import { readAccount, type WindowsAccount } from "../login/account.ts";
import type { WindowsLogins } from "../scanning.ts";
import type { Place, ScanCredential, ScanFailure } from "../types.ts";
import type { Watch } from "../watch.ts";
import { isLetIn } from "./faults.ts";
import { kerberosMechanism } from "./kerberos.ts";
import type { WsManLine } from "./line.ts";
import { type Ask, type LoginEnd, negotiate, type Unusable } from "./negotiate.ts";
import { ntlmMechanism } from "./ntlm.ts";
import { basicAuthorization, type Scheme } from "./schemes.ts";

/** Who is to log in to what. */
export interface WindowsDoor {
  readonly line: WsManLine;
  /** Where its connections go to. */
  readonly place: Place;
  /** The DNS name that the host was asked for by. */
  readonly name: string | undefined;
  /** Over TLS, with the certificate accepted. */
  readonly secured: boolean;
  readonly credential: ScanCredential;
  readonly windows: WindowsLogins;
  /** What the host is known by where it shows no key that is: it is told nothing but by Kerberos, which proves that. */
  readonly mustProve: string | undefined;
  /** Judges who the host has proved to be by Kerberos. */
  readonly proved: (name: string) => Step<undefined>;
}

type LoginWatch = Pick<Watch, "phase" | "beforeLogin" | "mayLogIn" | "onLogin" | "onRefusal" | "onUntold">;

/** A way to log in, tried in its turn. */
type Way = (door: WindowsDoor, leave: Leave, watch: LoginWatch) => Promise<LoginEnd>;

/**
 * Logs in by the best way that host, credential and installation have in common: Kerberos, which proves the host; NTLM;
 * Basic. The next one is tried only where by the ones before nobody was told anything that could be refused.
 *
 * @param first the first question, for a login that goes along with one
 */
export async function logIn(
  door: WindowsDoor,
  offered: readonly Scheme[],
  first: string,
  watch: LoginWatch,
): Promise<LoginEnd> {
  const leave = new Leave(door.place, watch);
  const reasons: string[] = [];
  let failure: ScanFailure | undefined;
  const untold = () => leave.given && watch.onUntold();
  for (const way of waysTo(door, offered, first)) {
    const end = await way(door, leave, watch);
    if (end.kind === "failed" && !end.told) untold();
    if (end.kind !== "unusable") return end;
    reasons.push(end.reason);
    failure = end.failure ?? failure;
  }
  untold();
  watch.phase = "collect";
  const offers = offered.join(", ") || "no login that is known";
  const reason = [`it takes ${offers}`, ...reasons].join("; ");
  return { kind: "unusable", reason, ...(failure && { failure }) };
}

/** Whether a login may be told: asked once for all that it takes, and before each further message once more. */
class Leave {
  readonly #place: Place;
  readonly #watch: LoginWatch;
  given = false;

  constructor(place: Place, watch: LoginWatch) {
    this.#place = place;
    this.#watch = watch;
  }

  readonly ask = async (): Promise<Step<undefined>> => {
    const watch = this.#watch;
    const answer = await (this.given ? watch.mayLogIn(this.#place) : watch.beforeLogin(this.#place));
    this.given ||= answer.ok;
    if (answer.ok) watch.phase = "auth";
    return answer;
  };
}

function waysTo(door: WindowsDoor, offered: readonly Scheme[], first: string): readonly Way[] {
  const { secured, credential, windows, mustProve } = door;
  const account = readAccount(credential.username);
  const scheme = (["Negotiate", "Kerberos"] as const).find((one) => offered.includes(one));
  const ways: Way[] = [];
  if (scheme !== undefined) ways.push(byKerberos(account, scheme));
  if (mustProve !== undefined) return ways;
  if (scheme === "Negotiate" && (secured || windows.ntlmWithoutTls)) ways.push(byNtlm(account));
  if (offered.includes("Basic") && secured) ways.push(byBasic(first));
  return ways;
}

const unusable = (reason: string): Unusable => ({ kind: "unusable", reason });

function byKerberos(account: WindowsAccount, scheme: "Negotiate" | "Kerberos"): Way {
  return async (door, leave, watch) => {
    const { line, name, credential, windows, proved, secured } = door;
    const { kerberos } = windows;
    const secret = secretOf(credential);
    if (account.principal === undefined) return unusable("the account names no realm of Kerberos");
    if (name === undefined) return unusable("Kerberos knows hosts by their DNS names alone");
    if (secret === undefined) return unusable("the credential holds neither a password nor a keytab");
    if (kerberos === undefined) return unusable("Kerberos is not spoken here");
    const mechanism = kerberosMechanism(
      {
        kerberos,
        account: { principal: account.principal, secret },
        host: name,
        binding: line.binding,
        permit: leave.ask,
        mayTell: leave.ask,
        proved,
      },
      watch,
    );
    return negotiate({ line, scheme, sealed: !secured }, mechanism, watch);
  };
}

/** A keytab is for Kerberos; a password for what there is. */
function secretOf({ keytab, password }: ScanCredential): KerberosAccount["secret"] | undefined {
  if (keytab !== undefined) return { keytab: Buffer.from(keytab, "base64") };
  return password === undefined ? undefined : { password };
}

function byNtlm({ user, domain }: WindowsAccount): Way {
  return async ({ line, name, place, credential, secured }, leave, watch) => {
    const { password } = credential;
    if (password === undefined) return unusable("the credential holds no password for NTLM");
    const mechanism = ntlmMechanism({
      account: { user, domain, password },
      ties: () => ({ targetName: `HTTP/${name ?? place.address}`, channelBinding: line.binding() }),
      permit: leave.ask,
    });
    return negotiate({ line, scheme: "Negotiate", sealed: !secured }, mechanism, watch);
  };
}

/** Sends the first question along, since there is nothing else to send. */
function byBasic(first: string): Way {
  return async ({ line, place, credential }, leave, watch) => {
    const basic = basicAuthorization(credential);
    if ("missing" in basic) return unusable(basic.missing);
    const permitted = await leave.ask();
    if (!permitted.ok) return { kind: "failed", failure: permitted.failure, told: false };
    const headers = { Authorization: basic.authorization };
    const there = await line.connect();
    if (!there.ok) return { kind: "failed", failure: there.failure, told: false };
    const known = await line.goOn({ body: first, headers });
    if (!known.ok) return { kind: "failed", failure: known.failure, told: true };
    if (known.value.status === 401) {
      watch.onRefusal("host");
      return { kind: "failed", ...failed("auth", "The host refused the login by Basic."), told: true };
    }
    if (isLetIn(known.value)) watch.onLogin();
    const ask: Ask = async (body) => {
      // The login goes along with each question.
      const still = await watch.mayLogIn(place);
      return still.ok ? line.send({ body, headers }) : still;
    };
    return { kind: "in", first: known.value, ask };
  };
}
