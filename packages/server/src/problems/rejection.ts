import type { Problem, Quota, Rejection } from "@hostscan/core";
import { validationProblem } from "./validation-problem.ts";

/** The one mapping from what the port may reject to what the caller is told. */
export function rejectionProblem(rejection: Rejection): Problem {
  const { kind, detail } = rejection;
  switch (kind) {
    case "invalid":
      return validationProblem(rejection.errors, detail);
    case "not-found":
    case "conflict":
      return { kind, detail };
    case "unavailable":
      return unavailableProblem(detail, rejection.retryAfterSeconds);
    case "over quota":
      return overQuotaProblem(detail, rejection.retryAfterSeconds, rejection.quota);
  }
}

function overQuotaProblem(detail: string, retryAfterSeconds: number, quota: Quota): Problem {
  const { name, most, left, windowSeconds } = quota;
  const seconds = wholeSeconds(retryAfterSeconds);
  return {
    kind: "rate-limited",
    detail,
    headers: {
      "Retry-After": `${seconds}`,
      RateLimit: `"${name}";r=${left};t=${seconds}`,
      "RateLimit-Policy": `"${name}";q=${most};w=${windowSeconds}`,
    },
  };
}

/** The longest that a caller is told to wait, whatever the clock of a database has been set to meanwhile. */
const LONGEST_WAIT = 86_400;

/** What `Retry-After` says: whole seconds (RFC 9110, 10.2.3), rounded up, within the bounds of the contract. */
export const wholeSeconds = (seconds: number): number =>
  Math.min(Math.max(Math.ceil(seconds), 0), LONGEST_WAIT);

/** The 503: the service cannot tell now. */
export function unavailableProblem(detail: string, retryAfterSeconds: number): Problem {
  return { kind: "unavailable", detail, headers: { "Retry-After": `${wholeSeconds(retryAfterSeconds)}` } };
}
