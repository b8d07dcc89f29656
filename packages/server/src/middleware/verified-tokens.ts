import type { Authentication, TokenVerifier } from "@hostscan/core";
import { LRUCache } from "lru-cache";

/** How long a verdict is kept at most: a revoked token is refused after this time at the latest. */
export const ACCEPTED_FOR_MS = 5_000;
/** How long a refusal is kept: short, as the token may be issued meanwhile. */
export const REFUSED_FOR_MS = 1_000;
const MAX_ACCEPTED = 10_000;
const MAX_REFUSED = 1_000;

/** Both caches ask the monotonic clock at every look-up, where they would keep a timer to save that. */
const clock = { perf: { now: () => performance.now() }, ttlResolution: 0 };

/**
 * Wraps a verifier so that a token is verified once in 5 s, not at every call.
 *
 * An acceptance ends with its token. Refusals are kept apart, so that no flood of bad tokens drives out good ones.
 * "Unavailable" is never kept. Calls that come with one token at the same time share one verification.
 */
export function rememberTokens(verifier: TokenVerifier): TokenVerifier {
  const accepted = new LRUCache<string, Authentication>({ ...clock, max: MAX_ACCEPTED });
  const refused = new LRUCache<string, Authentication>({ ...clock, max: MAX_REFUSED, ttl: REFUSED_FOR_MS });
  const underWay = new Map<string, Promise<Authentication>>();

  function remember(token: string, verdict: Authentication): void {
    if (verdict.ok) {
      const ttl = Math.min(ACCEPTED_FOR_MS, verdict.expiresAt.getTime() - Date.now());
      if (ttl > 0) accepted.set(token, verdict, { ttl });
    } else if (verdict.reason !== "unavailable") {
      refused.set(token, verdict);
    }
  }

  async function verifyAnew(token: string): Promise<Authentication> {
    const verdict = await verifier.verify(token);
    remember(token, verdict);
    return verdict;
  }

  function verifyOnce(token: string): Promise<Authentication> {
    const running = underWay.get(token) ?? verifyAnew(token).finally(() => underWay.delete(token));
    underWay.set(token, running);
    return running;
  }

  return {
    verify: async (token) => accepted.get(token) ?? refused.get(token) ?? verifyOnce(token),
  };
}
