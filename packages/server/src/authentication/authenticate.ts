import type { Caller, Problem, TokenVerifier } from "@hostscan/core";
import { type Checked, pass, stop } from "../problems/checked.ts";
import { unavailableProblem } from "../problems/rejection.ts";
import { bearerTokenOf } from "./bearer-token.ts";

const RETRY_AFTER_SECONDS = 5;
const CHALLENGE = 'Bearer realm="hostscan"';
const REFUSALS = {
  malformed: "The bearer token is malformed.",
  unknown: "The bearer token is not known.",
  expired: "The bearer token has expired.",
  revoked: "The bearer token has been revoked.",
} as const;

/** Why a token does not hold that was never issued; the others are told by whoever holds a real one. */
const MADE_UP: ReadonlySet<string> = new Set(["malformed", "unknown"]);

/** The 401 for a token that does not hold, or the 429 where the address has sent too many that were never issued. */
export function badToken(reason: keyof typeof REFUSALS, countMadeUp: () => Problem | undefined): Problem {
  return (MADE_UP.has(reason) ? countMadeUp() : undefined) ?? invalidToken(reason);
}

/**
 * Establishes who calls from the `Authorization` header.
 * No bearer token gets a bare challenge, a bad one also `error="invalid_token"` (RFC 6750, 3 and 3.1).
 *
 * @param countMadeUp counts a token that was never issued, and tells where those were too many
 */
export async function authenticate(
  authorization: string | undefined,
  tokens: TokenVerifier,
  countMadeUp: () => Problem | undefined = () => undefined,
): Promise<Checked<Caller>> {
  const bearer = bearerOf(authorization, countMadeUp);
  if (!bearer.ok) return bearer;
  const verdict = await tokens.verify(bearer.value);
  if (verdict.ok) return pass(verdict.caller);
  switch (verdict.reason) {
    case "unavailable":
      return stop(unavailableProblem("The bearer token cannot be checked now.", RETRY_AFTER_SECONDS));
    case "second factor missing":
      return stop({ kind: "forbidden", detail: "The token has not passed the second factor." });
    default:
      return stop(badToken(verdict.reason, countMadeUp));
  }
}

/** The bearer token of an `Authorization` header, whosever it is. */
export function bearerOf(
  authorization: string | undefined,
  countMadeUp: () => Problem | undefined,
): Checked<string> {
  const bearer = bearerTokenOf(authorization);
  if (!bearer) return stop(refusal("A bearer token is required."));
  return bearer === "malformed" ? stop(badToken("malformed", countMadeUp)) : pass(bearer.token);
}

/** The 401 for a token that does not hold. */
const invalidToken = (reason: keyof typeof REFUSALS): Problem =>
  refusal(REFUSALS[reason], `${CHALLENGE}, error="invalid_token"`);

/** The 401 for a caller who has not shown who they are. */
export const refusal = (detail: string, challenge = CHALLENGE): Problem => ({
  kind: "unauthenticated",
  detail,
  headers: { "WWW-Authenticate": challenge },
});
