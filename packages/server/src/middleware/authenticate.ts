import type { Caller, Problem, Result, TokenVerifier } from "@hostscan/core";
import type { MiddlewareHandler } from "hono";
import { answerProblem, stop, unavailableProblem } from "../problem.ts";
import type { CallEnv } from "./call.ts";
import type { ClientAddress } from "./client-address.ts";
import type { MadeUpTokens } from "./made-up-tokens.ts";

const RETRY_AFTER_SECONDS = 5;
const CHALLENGE = 'Bearer realm="hostscan"';
const BEARER = /^Bearer(?: +(.*))?$/i;
const TOKEN = /^[\w.~+/-]+=*$/;
const REFUSALS = {
  malformed: "The bearer token is malformed.",
  unknown: "The bearer token is not known.",
  expired: "The bearer token has expired.",
  revoked: "The bearer token has been revoked.",
} as const;

/** Why a token does not hold that was never issued; the others are told by whoever holds a real one. */
const MADE_UP: ReadonlySet<string> = new Set(["malformed", "unknown"]);

/** What is known of a call whose caller is. */
export interface CallerEnv {
  Variables: CallEnv["Variables"] & { caller: Caller };
}

/** Ends calls whose bearer token does not hold. */
export function authentication(
  tokens: TokenVerifier,
  madeUp: MadeUpTokens,
  addressOf: ClientAddress,
): MiddlewareHandler<CallerEnv> {
  return async (c, next) => {
    const caller = await callerOf(c.req.header("Authorization"), tokens, () => madeUp(addressOf(c)));
    if (!caller.ok) return answerProblem(c, caller.rejection);
    c.set("caller", caller.value);
    return next();
  };
}

/** Ends calls of a role that is not among those the contract admits to an operation (`x-roles`). */
export function role(admitted: readonly string[]): MiddlewareHandler<CallerEnv> {
  return async (c, next) => {
    const problem = roleProblem(c.get("caller"), admitted);
    return problem ? answerProblem(c, problem) : next();
  };
}

export function roleProblem(caller: Caller, admitted: readonly string[]): Problem | undefined {
  if (admitted.includes(caller.role)) return undefined;
  const needed = admitted.join(" or ");
  return { kind: "forbidden", detail: `The role of the token is ${caller.role}; the call needs ${needed}.` };
}

/**
 * Establishes who calls from the `Authorization` header.
 * No bearer token gets a bare challenge, a bad one also `error="invalid_token"` (RFC 6750, 3 and 3.1).
 *
 * @param countMadeUp counts a token that was never issued, and tells where those were too many
 */
export async function callerOf(
  authorization: string | undefined,
  tokens: TokenVerifier,
  countMadeUp: () => Problem | undefined = () => undefined,
): Promise<Result<Caller, Problem>> {
  const bearer = bearerOf(authorization, countMadeUp);
  if (!bearer.ok) return bearer;
  const verdict = await tokens.verify(bearer.value);
  if (verdict.ok) return { ok: true, value: verdict.caller };
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
): Result<string, Problem> {
  const bearer = bearerTokenOf(authorization);
  if (!bearer) return stop(unauthenticated("A bearer token is required."));
  return bearer === "malformed"
    ? stop(badToken("malformed", countMadeUp))
    : { ok: true, value: bearer.token };
}

/**
 * Reads an `Authorization` header (RFC 6750, 2.1): the bearer token, `"malformed"` where there should be one,
 * undefined where the header names another scheme or is absent.
 */
export function bearerTokenOf(
  authorization: string | undefined,
): { readonly token: string } | "malformed" | undefined {
  const bearer = BEARER.exec(authorization ?? "");
  if (!bearer) return undefined;
  const token = bearer[1] ?? "";
  return TOKEN.test(token) ? { token } : "malformed";
}

/** The 401 for a token that does not hold, or the 429 where the address has sent too many that were never issued. */
export function badToken(reason: keyof typeof REFUSALS, countMadeUp: () => Problem | undefined): Problem {
  const tooMany = MADE_UP.has(reason) ? countMadeUp() : undefined;
  return tooMany ?? unauthenticated(REFUSALS[reason], `${CHALLENGE}, error="invalid_token"`);
}

/** The 401 for a caller who has not shown who they are. */
export const unauthenticated = (detail: string, challenge = CHALLENGE): Problem => ({
  kind: "unauthenticated",
  detail,
  headers: { "WWW-Authenticate": challenge },
});
