import { addressKey, type Problem } from "@hostscan/core";
import { RateLimiterMemory } from "rate-limiter-flexible";

/** How many calls a token's subject may make, and an address that has no token yet. */
export interface RateLimit {
  readonly callsPerMinute: number;
}

const WINDOW_SECONDS = 60;

/** Whose calls are counted: a token's subject, or an address. */
export interface Counted {
  readonly by: "token" | "address";
  readonly key: string;
}

/** Tells why a caller must wait, or undefined where the call may go on. */
export type RateLimiter = (counted: Counted) => Promise<Problem | undefined>;

/**
 * Counts the calls of each subject or address (IPv6: by its `/64`), in this process, in windows of a minute.
 * The problem carries `Retry-After` and the fields of draft-ietf-httpapi-ratelimit-headers.
 */
export function createRateLimiter({ callsPerMinute }: RateLimit): RateLimiter {
  const calls = new RateLimiterMemory({ points: callsPerMinute, duration: WINDOW_SECONDS });

  return async ({ by, key }) => {
    const counted = by === "address" ? addressKey(key) : key;
    // `penalty` counts as `consume` does, but answers with the count where that throws it.
    const { consumedPoints, msBeforeNext } = await calls.penalty(`${by} ${counted}`);
    if (consumedPoints <= callsPerMinute) return undefined;
    const seconds = Math.ceil(msBeforeNext / 1000);
    return {
      kind: "rate-limited",
      detail: `The ${by} has used up its ${callsPerMinute} calls per minute.`,
      headers: {
        "Retry-After": `${seconds}`,
        RateLimit: `"${by}";r=0;t=${seconds}`,
        "RateLimit-Policy": `"${by}";q=${callsPerMinute};w=${WINDOW_SECONDS}`,
      },
    };
  };
}
