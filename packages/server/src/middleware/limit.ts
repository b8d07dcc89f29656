import { addressKey, type Problem } from "@hostscan/core";
import type { MiddlewareHandler } from "hono";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { answerProblem, limitProblem } from "../problem.ts";
import type { CallerEnv } from "./authenticate.ts";
import type { CallEnv } from "./call.ts";
import type { ClientAddress } from "./client-address.ts";

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
    const quota = { name: by, most: callsPerMinute, left: 0, windowSeconds: WINDOW_SECONDS };
    const detail = `The ${by} has used up its ${callsPerMinute} calls per minute.`;
    return limitProblem(detail, msBeforeNext / 1_000, quota);
  };
}

/** Ends calls of a token's subject that has made too many. */
export function limitBySubject(limit: RateLimiter | undefined): MiddlewareHandler<CallerEnv> {
  return async (c, next) => {
    const tooMany = await limit?.({ by: "token", key: c.get("caller").subject });
    return tooMany ? answerProblem(c, tooMany) : next();
  };
}

/** Ends calls of an address that has made too many. */
export function limitByAddress(
  limit: RateLimiter | undefined,
  addressOf: ClientAddress,
): MiddlewareHandler<CallEnv> {
  return async (c, next) => {
    const tooMany = await limit?.({ by: "address", key: addressOf(c) });
    return tooMany ? answerProblem(c, tooMany) : next();
  };
}
