import { type HostScanJob, isFinished } from "@hostscan/client";
import { describeFailure } from "../cli/describe-failure.ts";
import { CommandFailure } from "../cli/failure.ts";
import { pastedWord } from "../cli/plain-text.ts";

/** Jobs that are named one by one. */
const NAMED = 5;

/** How to follow jobs that are left running, as lines. */
export function watchLines(jobs: readonly HostScanJob[]): string[] {
  const left = jobs.filter(({ status }) => !isFinished(status));
  const lines = left.slice(0, NAMED).map(({ id }) => `hostscan watch ${pastedWord(id)}`);
  const more = left.length - lines.length;
  return more > 0 ? [...lines, `and ${more} more: hostscan list --status queued,running`] : lines;
}

/** What ended a command, with how to follow the jobs that it leaves running. */
export function leavingRunning(error: unknown, jobs: readonly HostScanJob[]): CommandFailure {
  const { exit, message, details } = describeFailure(error);
  const lines = watchLines(jobs);
  const goesOn = jobs.length === 1 ? "the job goes on:" : "the jobs go on:";
  return new CommandFailure(exit, message, [...details, ...(lines.length > 0 ? [goesOn, ...lines] : [])]);
}
