import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Caller } from "../port.ts";
import type { Problem } from "../problems/problem.ts";

/** How many calls a token's subject may make. */
export interface RateLimit {
  readonly callsPerMinute: number;
}

const WINDOW_SECONDS = 60;

/** Tells why a caller must wait, or undefined where the call may go on. */
export type RateLimiter = (caller: Caller) => Promise<Problem | undefined>;

/**
 * Counts the calls of each subject, in this process, in windows of a minute.
 * The problem carries `Retry-After` and the fields of draft-ietf-httpapi-ratelimit-headers.
 */
export function createRateLimiter({ callsPerMinute }: RateLimit): RateLimiter {
  const calls = new RateLimiterMemory({ points: callsPerMinute, duration: WINDOW_SECONDS });

  return async ({ subject }) => {
    // `penalty` counts as `consume` does, but answers with the count where that throws it.
    const { consumedPoints, msBeforeNext } = await calls.penalty(subject);
    if (consumedPoints <= callsPerMinute) return undefined;
    const seconds = Math.ceil(msBeforeNext / 1000);
    return {
      kind: "rate-limited",
      detail: `The token has used up its ${callsPerMinute} calls per minute.`,
      headers: {
        "Retry-After": `${seconds}`,
        RateLimit: `"token";r=0;t=${seconds}`,
        "RateLimit-Policy": `"token";q=${callsPerMinute};w=${WINDOW_SECONDS}`,
      },
    };
  };
}
