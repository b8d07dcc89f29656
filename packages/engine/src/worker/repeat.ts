import { setTimeout as sleep } from "node:timers/promises";

/**
 * Runs a task, waits `intervalMs`, and again, until the signal is aborted; resolves when the last run has ended. A run
 * that fails is reported and does not end the series.
 */
export async function repeat(
  task: () => Promise<void>,
  intervalMs: number,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    await task().catch(onError);
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}
