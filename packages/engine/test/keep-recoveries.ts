import type { Recovery, WorkerObserver } from "../src/worker/worker-observer.ts";

/** An observer that keeps what was got over, and does not follow scans. */
export function keepRecoveries(): { readonly observer: WorkerObserver; readonly recoveries: Recovery[] } {
  const recoveries: Recovery[] = [];
  const nothing = () => undefined;
  const observer: WorkerObserver = {
    begin: () => ({ enter: nothing, fail: nothing, end: nothing }),
    recover: (recovery) => recoveries.push(recovery),
    pause: nothing,
  };
  return { observer, recoveries };
}
