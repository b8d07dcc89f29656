/** Answers of a server, or of a proxy before it, that cannot serve at the moment (RFC 6585, 4; RFC 9110, 15.6). */
export const unavailable: readonly number[] = [429, 502, 503, 504];

/**
 * Milliseconds to wait before a failed attempt is repeated, or `undefined` where it is not to be.
 *
 * @param status of the answer, if there was one
 * @param attempt 1 for the first
 * @param safe whether the call may be carried out twice; after 429 it has not been carried out at all
 */
export function pauseAfter(
  status: number | undefined,
  retryAfterSeconds: number | undefined,
  attempt: number,
  safe: boolean,
): number | undefined {
  if (status !== 429 && !safe) return undefined;
  if (status !== undefined && !unavailable.includes(status)) return undefined;
  // With jitter, so that clients which failed together do not come back together.
  const pause = Math.min(100 * 2 ** attempt, 5_000) * (0.5 + Math.random());
  return Math.max(pause, (retryAfterSeconds ?? 0) * 1_000);
}
