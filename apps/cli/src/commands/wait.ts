import type { HostScanClient, HostScanJob } from "@hostscan/client";
import { InvalidArgumentError } from "commander";
import type { ExitName } from "../cli/exit-code.ts";
import type { Io } from "../cli/io.ts";
import { printLines } from "../cli/print.ts";
import { type Display, NO_DISPLAY } from "../follow/display.ts";
import { followJobs } from "../follow/follow-jobs.ts";
import { liveDisplay } from "../follow/live-display.ts";
import { plainDisplay } from "../follow/plain-display.ts";
import { jobLine, jobReport } from "../show/job-lines.ts";
import { outcomeOf } from "../show/outcome.ts";
import { isDrawable, paintFor } from "../show/style.ts";

export interface WaitFlags {
  readonly json?: true;
  readonly timeout?: number;
}

/** Waits for jobs and shows how they come along, and what they came to in the end. */
export async function waitAndReport(
  io: Io,
  client: HostScanClient,
  jobs: readonly HostScanJob[],
  flags: WaitFlags & { readonly onChange?: (job: HostScanJob) => Promise<void> },
): Promise<{ readonly jobs: readonly HostScanJob[]; readonly outcome: ExitName }> {
  const live = isDrawable(io, io.stdout);
  const finished = await followJobs(io, client, jobs, {
    display: displayFor(io, { json: flags.json === true, live }),
    timeoutMs: flags.timeout === undefined ? undefined : flags.timeout * 1_000,
    ...(flags.onChange && { onChange: flags.onChange }),
  });
  if (!flags.json) {
    const paint = paintFor(io);
    // Where lines were printed on the way, each host has had its own.
    await printLines(
      io,
      finished.flatMap((job) => (live ? jobReport(job, paint) : [jobLine(job, paint)])),
    );
  }
  return { jobs: finished, outcome: outcomeOf(finished) };
}

function displayFor(io: Io, { json, live }: { readonly json: boolean; readonly live: boolean }): Display {
  if (json) return NO_DISPLAY;
  return live ? liveDisplay(io) : plainDisplay(io);
}

/** Seconds, for commander. */
export function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("It must be a number of seconds.");
  return value;
}
