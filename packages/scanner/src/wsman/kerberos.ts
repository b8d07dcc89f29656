import { done, failed, type Step } from "../failure.ts";
import { isRefusal, type KerberosFault, type KerberosFaultKind } from "../kerberos/faults.ts";
import type { Kerberos } from "../kerberos/kerberos.ts";
import { type KerberosAccount, realmOf } from "../kerberos/messages.ts";
import { KERBEROS, offer, proceed, readResponse } from "../spnego/tokens.ts";
import type { ScanFailure } from "../types.ts";
import type { Watch } from "../watch.ts";
import type { Mechanism, Turn } from "./negotiate.ts";

/** A login by Kerberos. */
export interface KerberosLogin {
  readonly kerberos: Kerberos;
  readonly account: KerberosAccount;
  /** The DNS name of the host. */
  readonly host: string;
  /** Asked once the connection is there. */
  readonly binding: () => Buffer | undefined;
  /** Awaited before a KDC is told anything of the account. */
  readonly permit: () => Promise<Step<undefined>>;
  /** Awaited before the host is. */
  readonly mayTell: () => Promise<Step<undefined>>;
  /** Who the host has proved to be; fails where it is another than was expected. */
  readonly proved: (name: string) => Step<undefined>;
}

/** What it takes, for people. */
const INSTALL =
  "Kerberos takes the npm package koffi and MIT's library libgssapi_krb5.so.2 (Debian: apt install libgssapi-krb5-2)";

/** Kerberos, by MIT's library; the host has to prove itself. */
export function kerberosMechanism(login: KerberosLogin, watch: Pick<Watch, "onRefusal">): Mechanism {
  const { kerberos, account, host } = login;
  /** None yet. */
  let context = 0;

  const begin = async (): Promise<Turn> => {
    const permitted = await login.permit();
    if (!permitted.ok) return { kind: "failed", failure: permitted.failure, told: false };
    const begun = await kerberos.ask<"begin">({ ask: "begin", account, host, binding: login.binding() });
    if (!begun.ok) return faulty(begun.fault, login, watch);
    context = begun.value.context;
    const allowed = await login.mayTell();
    if (!allowed.ok) return { kind: "failed", failure: allowed.failure, told: false };
    return { kind: "token", token: offer(KERBEROS, begun.value.token), proves: true };
  };

  /** Undefined where the host has said nothing by Kerberos. */
  const step = async (answer: Buffer | undefined) => {
    const { token } = (answer && readResponse(answer, KERBEROS)) ?? {};
    return token && (await kerberos.ask<"step">({ ask: "step", context, token }));
  };

  return {
    name: "Kerberos",

    async next(answer) {
      if (answer === undefined) return begin();
      const stepped = await step(answer);
      if (stepped?.ok === false && NO_REFUSAL.has(stepped.fault.kind))
        return faulty(stepped.fault, login, watch);
      // What a host says that refuses a ticket is signed by nobody: it is the host's word.
      return stepped?.ok && !stepped.value.done
        ? { kind: "token", token: proceed(stepped.value.token), proves: true }
        : { kind: "refused" };
    },

    async finish(answer) {
      const stepped = await step(answer);
      if (stepped?.ok === false && NO_REFUSAL.has(stepped.fault.kind))
        return { ok: false, failure: failureOf(stepped.fault, login) };
      const name = stepped?.ok ? stepped.value.proved : undefined;
      if (name === undefined)
        return failed("hostkey", `The host has not proved by Kerberos that it is ${host}.`);
      const accepted = login.proved(name);
      return accepted.ok ? done(true) : accepted;
    },

    async seal(text) {
      const sealed = await kerberos.ask<"seal">({ ask: "seal", context, text });
      return sealed.ok
        ? done(sealed.value)
        : failed("collect", `Kerberos did not seal (${sealed.fault.text}).`);
    },

    async unseal({ signature, data }) {
      const sealed = Buffer.concat([signature, data]);
      const opened = await kerberos.ask<"unseal">({ ask: "unseal", context, sealed });
      if (opened.ok) return done(opened.value.text);
      if (opened.fault.kind === "crashed") return failed("collect", CRASHED);
      return failed(
        "collect",
        "What the host's WS-Man sealed was changed on its way, or is none of its own.",
      );
    },

    async close() {
      if (context !== 0) await kerberos.ask<"end">({ ask: "end", context });
    },
  };
}

const CRASHED = "The process that speaks Kerberos has ended in the midst of the scan.";

/** What speaks of the ticket, or of us, and not of the account. */
const NO_REFUSAL: ReadonlySet<KerberosFaultKind> = new Set(["clock", "crashed", "ticket"]);

/** Why a KDC refuses an account, for people. */
const REFUSED: Readonly<Partial<Record<KerberosFaultKind, string>>> = {
  wrong: "the secret of the account is another",
  expired: "the account or its password has expired",
  revoked: "the account is locked, disabled or expired, or not to be used now or from here",
  unknown: "there is no such account",
};

/** What it comes to that Kerberos did not come about. */
function faulty(fault: KerberosFault, login: KerberosLogin, watch: Pick<Watch, "onRefusal">): Turn {
  const { kind } = fault;
  if (kind === "missing") return { kind: "unusable", reason: INSTALL };
  const reason = reasonOf(fault, login);
  if (reason !== undefined) return { kind: "unusable", reason, failure: failureOf(fault, login) };
  if (isRefusal(fault)) watch.onRefusal("kdc");
  // What a KDC said that nobody understands has refused nothing. What a process was about that has ended is not known.
  return { kind: "failed", failure: failureOf(fault, login), told: isRefusal(fault) || kind === "crashed" };
}

function failureOf(fault: KerberosFault, login: KerberosLogin): ScanFailure {
  const { kind, text } = fault;
  const reason = reasonOf(fault, login);
  if (reason !== undefined)
    return { phase: "kdc", message: `The host was not logged in to by Kerberos: ${reason}.` };
  if (isRefusal(fault)) {
    const realm = realmOf(login.account.principal);
    const message = `The KDC of ${realm} refused the login: ${REFUSED[kind] ?? text}.`;
    return { phase: "auth", message, answered: true };
  }
  switch (kind) {
    case "crashed":
      return { phase: "collect", message: CRASHED };
    case "unstarted":
      return { phase: "collect", message: `The process that speaks Kerberos did not start (${text}).` };
    default:
      return { phase: "kdc", message: `Kerberos failed: ${text}.` };
  }
}

/** Why nobody has refused the account, nor let it in; undefined where that is not so. */
function reasonOf(
  { kind, text }: KerberosFault,
  { account: { principal }, host }: KerberosLogin,
): string | undefined {
  const realm = realmOf(principal);
  switch (kind) {
    case "clock":
      return `the clock here and those of ${realm} differ by more than Kerberos lets them (${text})`;
    case "service":
      return `${realm} knows no host HTTP/${host} (${text}): it may be no member, or have another name there`;
    case "ticket":
      return `the host cannot read what ${realm} gives for HTTP/${host} (${text}): that may be another's name`;
    case "unreachable":
      return `no KDC of ${realm} is to be reached (${text})`;
    default:
      return undefined;
  }
}
