import { done, failed, type Step } from "../failure.ts";
import { isRefusal, type KerberosFault, type KerberosFaultKind } from "../kerberos/faults.ts";
import type { Kerberos } from "../kerberos/kerberos.ts";
import type { KerberosAccount } from "../kerberos/messages.ts";
import { KERBEROS, offer, proceed, readResponse } from "../spnego/tokens.ts";
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
    if (!permitted.ok) return { kind: "failed", failure: permitted.failure };
    const begun = await kerberos.ask<"begin">({ ask: "begin", account, host, binding: login.binding() });
    if (!begun.ok) return faulty(begun.fault, login, watch);
    context = begun.value.context;
    const allowed = await login.mayTell();
    if (!allowed.ok) return { kind: "failed", failure: allowed.failure };
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
      if (stepped?.ok === false && stepped.fault.kind === "crashed") return failed("collect", CRASHED);
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
const NO_REFUSAL: ReadonlySet<KerberosFaultKind> = new Set(["clock", "crashed"]);

/** Why a KDC refuses an account, for people. */
const REFUSED: Readonly<Partial<Record<KerberosFaultKind, string>>> = {
  wrong: "the secret of the account is another",
  expired: "the account or its password has expired",
  revoked: "the account is locked, disabled or expired, or not to be used now or from here",
  unknown: "there is no such account",
};

/** What it comes to that Kerberos did not come about. */
function faulty(
  { kind, text }: KerberosFault,
  { account: { principal }, host }: KerberosLogin,
  watch: Pick<Watch, "onRefusal">,
): Turn {
  const realm = principal.slice(principal.lastIndexOf("@") + 1);
  if (isRefusal({ kind })) {
    watch.onRefusal("kdc");
    const why = REFUSED[kind] ?? text;
    return {
      kind: "failed",
      failure: { phase: "auth", message: `The KDC of ${realm} refused the login: ${why}.`, answered: true },
    };
  }
  const unusable = (reason: string): Turn => ({
    kind: "unusable",
    reason,
    failure: { phase: "kdc", message: `The host was not logged in to by Kerberos: ${reason}.` },
  });
  switch (kind) {
    case "missing":
      return { kind: "unusable", reason: INSTALL };
    case "crashed":
      return { kind: "failed", failure: { phase: "collect", message: CRASHED } };
    case "clock":
      return unusable(
        `the clock here and those of ${realm} differ by more than Kerberos lets them (${text})`,
      );
    case "service":
      return unusable(
        `${realm} knows no host HTTP/${host} (${text}): it may be no member, or have another name there`,
      );
    case "unreachable":
      return unusable(`no KDC of ${realm} is to be reached (${text})`);
    default:
      return { kind: "failed", failure: { phase: "kdc", message: `Kerberos failed: ${text}.` } };
  }
}
