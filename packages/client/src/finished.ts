import type { ActionStatus } from "@hostscan/contract";

/** The statuses that a job or a host does not leave any more. Kept here, so that the client imports no value. */
const finished = {
  Complete: 2,
  Failed: 3,
  Cancelled: 4,
  CompletedWithErrors: 5,
  CompletedNotRun: 6,
} as const satisfies Partial<typeof ActionStatus>;

const final = new Set<unknown>([...Object.keys(finished), ...Object.values(finished)]);

/**
 * Tells whether a job or host is done, well or badly.
 *
 * Takes a status as the wire carries it, and its name as well, which some servers send instead. `null`
 * and statuses not known here are taken for unfinished.
 */
export function isFinished(status: number | string | null | undefined): boolean {
  return final.has(status);
}
