import type { TokenVerifier } from "../authentication.ts";
import type { Caller } from "../port.ts";
import { type Checked, type Problem, pass, stop } from "../problems/problem.ts";
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

/**
 * Establishes who calls from the `Authorization` header.
 * No bearer token gets a bare challenge, a bad one also `error="invalid_token"` (RFC 6750, 3 and 3.1).
 */
export async function authenticate(
  authorization: string | undefined,
  tokens: TokenVerifier,
): Promise<Checked<Caller>> {
  const bearer = bearerTokenOf(authorization);
  if (!bearer) return stop(refusal("A bearer token is required.", CHALLENGE));
  if (bearer === "malformed") return stop(invalidToken("malformed"));
  const verdict = await tokens.verify(bearer.token);
  if (verdict.ok) return pass(verdict.caller);
  if (verdict.reason !== "unavailable") return stop(invalidToken(verdict.reason));
  return stop(unavailableProblem("The bearer token cannot be checked now.", RETRY_AFTER_SECONDS));
}

const invalidToken = (reason: keyof typeof REFUSALS): Problem =>
  refusal(REFUSALS[reason], `${CHALLENGE}, error="invalid_token"`);

const refusal = (detail: string, challenge: string): Problem => ({
  kind: "unauthenticated",
  detail,
  headers: { "WWW-Authenticate": challenge },
});
