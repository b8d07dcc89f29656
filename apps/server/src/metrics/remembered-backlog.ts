import { setTimeout as delay } from "node:timers/promises";
import type { Backlog } from "@hostscan/engine";

const LIMITS = {
  /** How long a reading counts, in milliseconds: several scrapers cost no more than one. */
  freshMs: 3_000,
  /** How long a scrape waits for one, in milliseconds. */
  patienceMs: 900,
};

/**
 * Wraps the reading of the backlog so that the database is asked once in a while and at most once at a time. Resolves
 * to undefined where the database does not answer soon; never rejects.
 */
export function rememberBacklog(
  read: () => Promise<Backlog>,
  { freshMs, patienceMs } = LIMITS,
): () => Promise<Backlog | undefined> {
  let kept: { readonly backlog: Backlog; readonly at: number } | undefined;
  let underWay: Promise<Backlog | undefined> | undefined;

  async function readAnew(): Promise<Backlog | undefined> {
    try {
      const backlog = await read();
      kept = { backlog, at: performance.now() };
      return backlog;
    } catch {
      return undefined;
    } finally {
      underWay = undefined;
    }
  }

  return async () => {
    if (kept && performance.now() - kept.at < freshMs) return kept.backlog;
    underWay ??= readAnew();
    return Promise.race([underWay, delay(patienceMs, undefined, { ref: false })]);
  };
}
