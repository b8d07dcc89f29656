import { ActionStatus, type HostScanClient, type HostScanJob } from "@hostscan/client";
import type { ExitName } from "../cli/exit-code.ts";
import type { Io } from "../cli/io.ts";
import { pastedWord } from "../cli/plain-text.ts";
import { printLines } from "../cli/print.ts";
import { type Display, NO_DISPLAY } from "../follow/display.ts";
import { followJobs } from "../follow/follow-jobs.ts";
import type { Interrupts } from "../follow/interrupt.ts";
import { countHosts } from "../show/counts.ts";
import { jobReport } from "../show/job-report.ts";
import { outcomeOf } from "../show/outcome.ts";
import { type OutputFlags, wantsJson } from "../show/output.ts";
import { isDrawable, paintFor } from "../show/style.ts";

export interface WaitFlags {
  readonly wait?: true;
  /** In milliseconds. */
  readonly timeout?: number;
}

export interface WaitOptions {
  readonly flags: WaitFlags & OutputFlags;
  readonly interrupts: Interrupts;
  readonly onChange?: ((job: HostScanJob) => Promise<void>) | undefined;
}

/** Waits for jobs and shows on stderr how they come along, and on stdout what they came to. */
export async function waitAndReport(
  io: Io,
  client: HostScanClient,
  jobs: readonly HostScanJob[],
  { flags, interrupts, onChange }: WaitOptions,
): Promise<{ readonly jobs: readonly HostScanJob[]; readonly outcome: ExitName }> {
  const json = wantsJson(flags);
  const finished = await followJobs(io, client, jobs, {
    display: await displayFor(io, json),
    interrupts,
    timeoutMs: flags.timeout,
    onChange,
  });
  if (!json) {
    const wide = flags.output === "wide";
    await printLines(
      io,
      await jobReport(finished, { paint: paintFor(io, io.stdout), room: roomIn(io, finished), wide }),
    );
    retryHint(io, finished);
  }
  return { jobs: finished, outcome: outcomeOf(finished) };
}

/** What draws takes its time to load. */
async function displayFor(io: Io, json: boolean): Promise<Display> {
  if (isDrawable(io, io.stderr)) return (await import("../follow/live-display.ts")).liveDisplay(io);
  return json ? NO_DISPLAY : (await import("../follow/plain-display.ts")).plainDisplay(io);
}

/** How many hosts that went well a terminal has room for, below the others; whoever reads a file has room for all. */
function roomIn({ stdout }: Io, jobs: readonly HostScanJob[]): number | undefined {
  const { all, scanned } = countHosts(jobs);
  const rest = (stdout.rows ?? 24) - (all - scanned) - 8;
  return stdout.isTTY ? Math.max(0, rest) : undefined;
}

/** Jobs whose hosts are named to be scanned again. */
const HINTS = 5;

/** Says on stderr how hosts that failed are scanned again. */
export function retryHint({ stderr }: Pick<Io, "stderr">, jobs: readonly HostScanJob[]): void {
  const failed = jobs.filter(({ hostScanHostStatus }) =>
    hostScanHostStatus?.some(({ status }) => status === ActionStatus.Failed),
  );
  if (failed.length === 0) return;
  const ids = failed.slice(0, HINTS).map(({ id }) => pastedWord(id));
  const more = failed.length - ids.length;
  const rest = more > 0 ? `  and ${more} more: hostscan list --status failed,completedwitherrors\n` : "";
  stderr.write(`To scan again what failed:\n  hostscan retry ${ids.join(" ")}\n${rest}`);
}
