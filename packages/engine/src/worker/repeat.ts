import { setTimeout as sleep } from "node:timers/promises";
import { within } from "@hostscan/scanner";

/** When a task is run again. */
export interface Rhythm {
  /** Between the end of a run and the beginning of the next, in milliseconds. */
  readonly intervalMs: number;
  /** A run that takes longer is left to itself, and the next begins beside it; without it every run is waited for. */
  readonly patienceMs?: number;
}

/**
 * Runs a task, waits, and again, until the signal is aborted; resolves when the last run has ended, or has used up the
 * patience there is with it. A run that fails is reported and does not end the series.
 */
export async function repeat(
  task: () => Promise<void>,
  { intervalMs, patienceMs }: Rhythm,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    const run = task().catch(onError);
    await (patienceMs === undefined ? run : within(patienceMs, run));
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}
