import { ActionStatus, type HostScanJob, isFinished } from "@hostscan/client";
import type { ExitName } from "../cli/exit-code.ts";

/** What jobs came to, taken together: the exit code of whoever waited for them. */
export function outcomeOf(jobs: readonly HostScanJob[]): ExitName {
  const statuses = jobs.map(({ status }) => status);
  if (!statuses.every(isFinished)) return "Unfinished";
  if (statuses.includes(ActionStatus.Cancelled)) return "Cancelled";
  const good = statuses.filter((status) => status === ActionStatus.Complete).length;
  if (good === statuses.length) return "Success";
  return good === 0 && !statuses.includes(ActionStatus.CompletedWithErrors) ? "ScanFailed" : "PartlyFailed";
}
