import type { HostScanJob } from "@hostscan/client";

/** Shows how jobs come along. */
export interface Display {
  /** Shows the jobs as they stand now. */
  update(jobs: readonly HostScanJob[]): void;
  /** Keeps the screen free, for a question, until {@link Display.resume}. */
  pause(): void;
  resume(): void;
  /** Takes away what is only of interest while it goes on. */
  end(): void;
}

/** Shows nothing. */
export const NO_DISPLAY: Display = { update() {}, pause() {}, resume() {}, end() {} };
