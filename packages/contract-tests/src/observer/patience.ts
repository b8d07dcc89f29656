import { setTimeout as after } from "node:timers/promises";
import type { Fetch } from "./exchange.ts";

/** The longest wait that is waited for, in seconds, and how often. */
const LONGEST_SECONDS = 60;
const TIMES = 5;

/**
 * Wraps a `fetch` so that a caller over its limit of calls waits as long as it is told to, and calls again: a whole run
 * makes more calls in a minute than a server may allow.
 */
export function waitingForLimits(fetch: Fetch): Fetch {
  const send = async (request: Request, times: number): Promise<Response> => {
    const next = request.clone();
    const response = await fetch(request);
    const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
    if (response.status !== 429 || times === 0 || !(seconds >= 0 && seconds <= LONGEST_SECONDS))
      return response;
    await response.body?.cancel();
    await after(seconds * 1_000);
    return send(next, times - 1);
  };
  return (request) => send(request, TIMES);
}
