import { done, failed, type Step } from "../failure.ts";
import type { Sealed } from "../ntlm/session.ts";
import type { ScanFailure } from "../types.ts";
import type { Watch } from "../watch.ts";
import { isLetIn } from "./faults.ts";
import type { WsManResponse } from "./http.ts";
import type { WsManLine } from "./line.ts";
import { isSealedType, readSealedBody, SEALED_TYPE, writeSealedBody } from "./sealed-body.ts";

/**
 * What a mechanism does next.
 *
 * - `token`: to be sent. Where it `proves`, it holds what a host can refuse a login for.
 * - `unusable`: nothing was told that could be refused, so that another way may be tried; `failure` is what it comes to
 *   where there is none.
 * - `refused`: the host has refused the login.
 */
export type Turn =
  | { readonly kind: "token"; readonly token: Buffer; readonly proves: boolean }
  | Unusable
  | { readonly kind: "refused" }
  | Failed;

/** It goes no further. */
export interface Failed {
  readonly kind: "failed";
  readonly failure: ScanFailure;
  /** Somebody may have been told what can be refused. */
  readonly told: boolean;
}

export interface Unusable {
  readonly kind: "unusable";
  /** For people: a clause. */
  readonly reason: string;
  readonly failure?: ScanFailure;
}

/** Logs in by tokens that go to and fro (RFC 4559), and seals what is said afterwards. */
export interface Mechanism {
  /** For people. */
  readonly name: string;
  /** What to send first, or in answer to a host that wants more. */
  next(answer: Buffer | undefined): Promise<Turn>;
  /**
   * To be awaited once the host does not ask for more of the login, with the last that it said; fails where it has not
   * proved itself. Whether it has proved that it has taken the login: else that is its word alone.
   */
  finish(answer: Buffer | undefined): Promise<Step<boolean>>;
  seal(text: Buffer): Promise<Step<Sealed>>;
  unseal(sealed: Sealed): Promise<Step<Buffer>>;
  /** Lets go of what is kept of the login. */
  close?(): Promise<void>;
}

/** Sends a request of somebody who is logged in. */
export type Ask = (body: string) => Promise<Step<WsManResponse>>;

/** What a login came to. */
export type LoginEnd =
  | {
      readonly kind: "in";
      readonly ask: Ask;
      /** What the host has answered to the question that went along with the login. */
      readonly first?: WsManResponse;
      /** To be called when nothing more is asked. */
      readonly close?: (() => Promise<void>) | undefined;
    }
  | Unusable
  | Failed;

/** The line to a host, and what it takes logins by. */
interface Negotiating {
  readonly line: WsManLine;
  readonly scheme: "Negotiate" | "Kerberos";
  /** Without TLS what is said is sealed. */
  readonly sealed: boolean;
}

/** More messages than any login has: Kerberos and NTLM have two at most. */
const MOST_MESSAGES = 4;

/** Logs in; the login belongs to the connection. Messages of a login have no body. */
export async function negotiate(
  negotiating: Negotiating,
  mechanism: Mechanism,
  watch: Pick<Watch, "onLogin" | "onRefusal">,
): Promise<LoginEnd> {
  const end = await goThrough(negotiating, mechanism, watch);
  if (end.kind === "in") return { ...end, close: mechanism.close };
  await mechanism.close?.();
  return end;
}

async function goThrough(
  { line, scheme, sealed }: Negotiating,
  mechanism: Mechanism,
  watch: Pick<Watch, "onLogin" | "onRefusal">,
): Promise<LoginEnd> {
  const refused = (): LoginEnd => {
    watch.onRefusal("host");
    return failing(failed("auth", `The host refused the login by ${mechanism.name}.`));
  };
  let answer: Buffer | undefined;
  let told = false;
  const failing = ({ failure }: { readonly failure: ScanFailure }): LoginEnd => ({
    ...{ kind: "failed", failure, told },
  });
  for (let message = 0; message < MOST_MESSAGES; message++) {
    if (message > 0 && !told && !line.isOpen())
      return {
        kind: "unusable",
        reason: `it closes the connection in the midst of a login by ${mechanism.name}`,
      };
    const turn = await mechanism.next(answer);
    if (turn.kind === "refused") return refused();
    if (turn.kind !== "token") return turn;
    const headers = { Authorization: `${scheme} ${turn.token.toString("base64")}` };
    const there = message === 0 ? await line.connect() : done(undefined);
    if (!there.ok) return failing(there);
    told ||= turn.proves;
    const sent = await line.goOn({ body: "", headers });
    // A host that breaks off has answered nothing, and is not told the login once more.
    if (!sent.ok) return failing(told ? failed("auth", sent.failure.message) : sent);
    answer = tokenOf(sent.value.challenges, scheme);
    if (sent.value.status !== 401) {
      const { status } = sent.value;
      if (!told)
        return failing(failed("collect", `The host answered ${status} to the beginning of a login.`));
      const proved = await mechanism.finish(answer);
      if (!proved.ok) return failing(proved);
      if (proved.value) watch.onLogin();
      // Whoever stands before a host, or cannot take so long a header, says so: nobody has let the login in by that.
      else if (!isLetIn(sent.value))
        return failing(failed("auth", `The host answered ${status} to the login by ${mechanism.name}.`));
      else if (!sealed) watch.onLogin();
      const ask: Ask = sealed
        ? sealing(line, mechanism, proved.value ? undefined : () => watch.onLogin())
        : (body) => line.goOn({ body });
      return { kind: "in", ask };
    }
    if (answer === undefined) {
      return turn.proves ? refused() : { kind: "unusable", reason: `it takes no ${mechanism.name}` };
    }
  }
  return failing(failed("collect", `The host's login by ${mechanism.name} does not end.`));
}

/** What the host says by this scheme; base64 that is none becomes what no mechanism reads. */
function tokenOf(challenges: readonly string[], scheme: string): Buffer | undefined {
  const spoken = new RegExp(`(?:^|,)\\s*${scheme} +([A-Za-z0-9+/=]+)\\s*(?:,|$)`, "i");
  for (const challenge of challenges) {
    const [, token] = spoken.exec(challenge) ?? [];
    if (token !== undefined) return Buffer.from(token, "base64");
  }
  return undefined;
}

/**
 * Seals what is asked. What comes back unsealed is from nobody knows whom.
 *
 * @param onLogin to be called once what came back has proved that the login was taken; until then it may have been refused
 */
function sealing(line: WsManLine, mechanism: Mechanism, onLogin?: () => void): Ask {
  const ask = askSealed(line, mechanism);
  let untold = onLogin;
  return async (body) => {
    const answer = await ask(body);
    // The host is not told the login once more.
    if (!answer.ok) return untold ? { ok: false, failure: { ...answer.failure, phase: "auth" } } : answer;
    untold?.();
    untold = undefined;
    return answer;
  };
}

function askSealed(line: WsManLine, mechanism: Mechanism): Ask {
  return async (body) => {
    const plain = Buffer.from(body);
    const sealed = await mechanism.seal(plain);
    if (!sealed.ok) return sealed;
    const sent = await line.goOn({ body: writeSealedBody(sealed.value, plain.length), type: SEALED_TYPE });
    if (!sent.ok) return sent;
    const { status, type } = sent.value;
    const answer = isSealedType(type) ? readSealedBody(sent.value.body) : undefined;
    if (answer === undefined)
      return failed("collect", `The host's WS-Man answered ${status}, and what it said is not sealed.`);
    const opened = await mechanism.unseal(answer);
    return opened.ok ? { ok: true, value: { ...sent.value, body: opened.value } } : opened;
  };
}
