import { ActionStatus } from "./generated/enumerations.ts";

/** Whether nothing follows a status, of a job or of a host. What is no status is not final. */
export function isFinal(status: unknown): boolean {
  // The final ones stand side by side.
  return (
    typeof status === "number" && status >= ActionStatus.Complete && status <= ActionStatus.CompletedNotRun
  );
}

/**
 * The status of a job, from those of its hosts (see `HostScanJobStatus` in the document): that of all its hosts where
 * they share one, `Running` until the last one has ended, then `Cancelled` if any was cancelled, else
 * `CompletedWithErrors`.
 */
export function rollUp<Status extends ActionStatus>(hosts: Iterable<Status>) {
  const seen = [...new Set(hosts)];
  const [first = ActionStatus.Queued] = seen;
  if (seen.length < 2) return first;
  if (!seen.every(isFinal)) return ActionStatus.Running;
  return seen.some((status) => status === ActionStatus.Cancelled)
    ? ActionStatus.Cancelled
    : ActionStatus.CompletedWithErrors;
}
