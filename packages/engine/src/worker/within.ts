import { setTimeout as sleep } from "node:timers/promises";

/** Resolves when the work has ended, but after so many milliseconds at the latest. */
export async function within(work: Promise<unknown>, ms: number): Promise<void> {
  const timer = new AbortController();
  await Promise.race([work, sleep(ms, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}
