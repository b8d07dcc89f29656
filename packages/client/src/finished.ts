import { ActionStatus, numberOf } from "./enumerations.ts";
import { isFinal } from "./generated/job-status.ts";

/**
 * Tells whether a job or host is done, well or badly.
 *
 * Takes a status as the wire carries it, and its name as well, which some servers send instead. `null`
 * and statuses not known here are taken for unfinished.
 */
export function isFinished(status: number | string | null | undefined): boolean {
  return isFinal(numberOf(ActionStatus, status));
}
