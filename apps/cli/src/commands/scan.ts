import type { HostScanClient, HostScanJob } from "@hostscan/client";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { printLines, ReaderGone } from "../cli/print.ts";
import { type ConnectionFlags, connect } from "../connection/connect.ts";
import { type Interrupts, listenForInterrupts } from "../follow/interrupt.ts";
import { watchLines } from "../follow/left-running.ts";
import type { Batch } from "../scan/batch.ts";
import { schedule } from "../scan/schedule.ts";
import { batchesOf, type SourceFlags } from "../scan/sources.ts";
import { jobLine } from "../show/job-report.ts";
import { checkJq, type OutputFlags, printValue, wantsJson } from "../show/output.ts";
import { paintFor } from "../show/style.ts";
import type { Run } from "./run.ts";
import { type WaitFlags, waitAndReport } from "./wait.ts";

export interface SchedulingFlags extends ConnectionFlags, WaitFlags, OutputFlags {
  readonly idempotencyKey?: string;
}

export type ScanFlags = Omit<SourceFlags, "hosts"> & SchedulingFlags;

/** `scan`. */
export async function scan(run: Run, hosts: readonly string[], flags: ScanFlags): Promise<void> {
  await checkFlags(flags);
  const batches = await batchesOf({ ...flags, hosts }, run.io);
  const client = await connect(run.io, flags);
  await scheduleAndWait(run, client, batches, flags);
}

/** @throws {CommandFailure} where flags do not go together */
export async function checkFlags(flags: SchedulingFlags): Promise<void> {
  if (flags.timeout !== undefined && !flags.wait)
    throw new CommandFailure("BadInput", "--timeout needs --wait");
  await checkJq(flags);
}

/** Schedules what is given, and waits for it if asked to. */
export async function scheduleAndWait(
  { io, end }: Run,
  client: HostScanClient,
  batches: AsyncIterable<Batch>,
  flags: SchedulingFlags,
): Promise<void> {
  const json = wantsJson(flags);
  // From the first job on, an end of this process is told with how to go on.
  const interrupts = listenForInterrupts(io);
  try {
    const jobs = await scheduleAll(io, client, { batches, interrupts, flags });
    if (flags.wait) {
      const { jobs: finished, outcome } = await waitAndReport(io, client, jobs, { flags, interrupts });
      if (json) await printValue(io, { outcome, jobs: finished }, flags);
      end(outcome);
    } else if (json) await printValue(io, { outcome: "Scheduled", jobs }, flags);
    else io.stderr.write(["To watch:", ...watchLines(jobs).map((line) => `  ${line}`), ""].join("\n"));
  } finally {
    interrupts.stop();
  }
}

interface Scheduling {
  readonly batches: AsyncIterable<Batch>;
  readonly interrupts: Interrupts;
  readonly flags: SchedulingFlags;
}

/** Jobs that are named as they are scheduled, where all of them are waited for. */
const TOLD = 10;

async function scheduleAll(
  io: Io,
  client: HostScanClient,
  { batches, interrupts, flags }: Scheduling,
): Promise<HostScanJob[]> {
  const key = flags.idempotencyKeys === false ? undefined : (flags.idempotencyKey ?? crypto.randomUUID());
  const interruption = new AbortController();
  const stopHandling = interrupts.handle(() => interruption.abort());
  // With --wait it is but progress: what comes of it is told in the end.
  const told = flags.wait ? io.stderr : io.stdout;
  const paint = paintFor(io, told);
  const onScheduled = async (jobs: readonly HostScanJob[]) => {
    if (wantsJson(flags)) return;
    const named = flags.wait && jobs.length > TOLD ? jobs.slice(0, TOLD) : jobs;
    const lines = named.map((job) => jobLine(job, paint));
    if (named.length < jobs.length) lines.push(`and ${jobs.length - named.length} more jobs`);
    // That nobody reads is no reason to schedule only half.
    await printLines({ stdout: told }, lines).catch((error: unknown) => {
      if (!(error instanceof ReaderGone)) throw error;
    });
  };
  try {
    return await schedule(client, batches, { key, signal: interruption.signal, onScheduled });
  } finally {
    stopHandling();
  }
}
