import { addressKey, type Problem } from "@hostscan/core";
import { LRUCache } from "lru-cache";
import { limitProblem } from "../problem.ts";

/** Tokens that nobody ever issued which an address may send in a minute. */
export const MADE_UP_PER_MINUTE = 300;

const WINDOW_MS = 60_000;
/** Addresses that are remembered. To make room, the one that was heard of longest ago is forgotten. */
const MOST_ADDRESSES = 10_000;

/** Counts a made-up token of an address. Tells that it must wait, once there are too many. */
export type MadeUpTokens = (address: string) => Problem | undefined;

/**
 * Counts the tokens that were never issued, by address, in windows of a minute. It is asked after a token has turned out
 * to be one: whoever holds a good token gets in, whatever others send from the same address.
 */
export function countMadeUpTokens(perMinute = MADE_UP_PER_MINUTE): MadeUpTokens {
  const windows = new LRUCache<string, { readonly endsAt: number; count: number }>({ max: MOST_ADDRESSES });

  return (address) => {
    const now = performance.now();
    const key = addressKey(address);
    const known = windows.get(key);
    const window = known && known.endsAt > now ? known : { endsAt: now + WINDOW_MS, count: 0 };
    window.count++;
    windows.set(key, window);
    if (window.count <= perMinute) return undefined;
    const seconds = Math.max(1, Math.ceil((window.endsAt - now) / 1_000));
    const quota = {
      name: "failed authentication",
      most: perMinute,
      left: 0,
      windowSeconds: WINDOW_MS / 1_000,
    };
    return limitProblem("Too many bearer tokens from this address are not known.", seconds, quota);
  };
}
