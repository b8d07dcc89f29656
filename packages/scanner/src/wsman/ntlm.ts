import { done, failed, type Step } from "../failure.ts";
import { answerChallenge, type NtlmAccount, type NtlmTies, negotiateMessage } from "../ntlm/login.ts";
import type { NtlmSession } from "../ntlm/session.ts";
import { NTLM, offer, proceed, readResponse } from "../spnego/tokens.ts";
import type { Mechanism, Turn } from "./negotiate.ts";

/** A login by NTLM. */
export interface NtlmLogin {
  readonly account: NtlmAccount;
  /** Asked once the connection is there. */
  readonly ties: () => NtlmTies;
  /** Awaited before anything of the account is told. */
  readonly permit: () => Promise<Step<undefined>>;
}

/** NTLM version 2, by SPNEGO. */
export function ntlmMechanism({ account, ties, permit }: NtlmLogin): Mechanism {
  const first = negotiateMessage();
  let session: NtlmSession | undefined;
  const notIn = () => failed("collect", "The host let a login by NTLM in that it was not told.");

  const next = async (answer: Buffer | undefined): Promise<Turn> => {
    if (answer === undefined) return { kind: "token", token: offer(NTLM, first), proves: false };
    // It was told the login, and wants more.
    if (session !== undefined) return { kind: "refused" };
    const response = readResponse(answer, NTLM);
    if (response?.token === undefined || response.rejected)
      return { kind: "unusable", reason: "it speaks no NTLM" };
    const answered = answerChallenge(first, response.token, account, ties());
    if (answered === undefined) return { kind: "unusable", reason: "it speaks no NTLM version 2 that seals" };
    const permitted = await permit();
    if (!permitted.ok) return { kind: "failed", failure: permitted.failure, told: false };
    session = answered.session;
    const token = proceed(answered.message, session.signMechanisms(NTLM.list));
    return { kind: "token", token, proves: true };
  };

  return {
    name: "NTLM",
    next,
    async finish(answer) {
      if (session === undefined) return notIn();
      const { signature } = (answer && readResponse(answer, NTLM)) ?? {};
      // A host that signs nothing is known by its certificate, or by what it seals.
      if (signature === undefined) return done(false);
      if (session.verifyMechanisms(NTLM.list, signature)) return done(true);
      return failed("hostkey", "The host has not proved that it knows the account.");
    },
    async seal(text) {
      return session === undefined ? notIn() : done(session.seal(text));
    },
    async unseal(sealed) {
      const text = session?.unseal(sealed);
      if (text !== undefined) return done(text);
      return failed(
        "collect",
        "What the host's WS-Man sealed was changed on its way, or is none of its own.",
      );
    },
  };
}
