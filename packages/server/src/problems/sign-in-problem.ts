import type { Problem, SignInRefusal } from "@hostscan/core";
import { badToken, refusal as unauthenticated } from "../authentication/authenticate.ts";
import { unavailableProblem, wholeSeconds } from "./rejection.ts";

/**
 * The one mapping from why a step of signing in was refused to what the caller is told.
 *
 * @param countMadeUp counts a token that was never issued, and tells where those were too many
 */
export function signInProblem(refusal: SignInRefusal, countMadeUp: () => Problem | undefined): Problem {
  switch (refusal.kind) {
    case "refused":
      return unauthenticated(refusal.detail);
    case "invalid token":
      return badToken(refusal.reason, countMadeUp);
    case "forbidden":
      return { kind: "forbidden", detail: refusal.detail };
    case "throttled":
      return throttledProblem(refusal.detail, refusal.retryAfterSeconds);
    case "unavailable":
      return unavailableProblem(refusal.detail, refusal.retryAfterSeconds);
  }
}

/** One attempt, once the wait is over: that is what the fields of the limit say. */
function throttledProblem(detail: string, retryAfterSeconds: number): Problem {
  const seconds = wholeSeconds(retryAfterSeconds);
  return {
    kind: "rate-limited",
    detail,
    headers: {
      "Retry-After": `${seconds}`,
      RateLimit: `"sign-in";r=0;t=${seconds}`,
      "RateLimit-Policy": `"sign-in";q=1;w=${seconds}`,
    },
  };
}
