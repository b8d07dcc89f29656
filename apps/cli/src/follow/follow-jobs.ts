import { type HostScanClient, type HostScanJob, isFinished, isProblem } from "@hostscan/client";
import { durationText } from "../cli/duration.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import type { Display } from "./display.ts";
import { askAtInterrupt, type Interrupts } from "./interrupt.ts";
import { leavingRunning } from "./left-running.ts";

/** Jobs that are watched at the same time; the others follow as these finish. */
const WATCHED = 20;

export interface FollowOptions {
  readonly display: Display;
  readonly interrupts: Interrupts;
  readonly timeoutMs: number | undefined;
  /** Called with a job whenever it has changed. */
  readonly onChange?: ((job: HostScanJob) => Promise<void>) | undefined;
}

/**
 * Watches jobs until all of them are finished, and gives them as they then stand.
 *
 * @throws {CommandFailure} when the jobs are left running, whatever the reason; it says how to watch them again.
 */
export async function followJobs(
  io: Io,
  client: HostScanClient,
  jobs: readonly HostScanJob[],
  { display, interrupts, timeoutMs, onChange }: FollowOptions,
): Promise<HostScanJob[]> {
  const current = new Map(jobs.map((job) => [job.id, job]));
  const all = () => [...current.values()];
  const unfinished = () => all().filter(({ status }) => !isFinished(status));
  const ending = new AbortController();
  const limit = timeoutMs && setTimeout(() => ending.abort(tooLong(timeoutMs)), timeoutMs);

  async function watch(id: string): Promise<void> {
    for await (const job of client.watch(id, { signal: ending.signal })) {
      current.set(id, job);
      display.update(all());
      await onChange?.(job);
    }
  }

  const waiting = current.keys();
  const watchAll = async () => {
    for (const id of waiting) await watch(id);
  };
  const stopAsking = askAtInterrupt(io, interrupts, {
    display,
    cancel: () => cancelAll(client, unfinished(), ending.signal),
    leave: (error) => ending.abort(error ?? new CommandFailure("Interrupted", "interrupted")),
    over: ending.signal,
  });
  try {
    display.update(all());
    await Promise.all(Array.from({ length: WATCHED }, watchAll));
    return all();
  } catch (error) {
    throw leavingRunning(error, unfinished());
  } finally {
    clearTimeout(limit);
    // Of the others, when one fails; and of a question that needs no answer any more.
    ending.abort();
    await stopAsking();
    display.end();
  }
}

const tooLong = (ms: number) => new CommandFailure("TimedOut", `not finished after ${durationText(ms)}`);

/** Cancels jobs; that one has ended meanwhile is no failure. */
async function cancelAll(
  client: HostScanClient,
  jobs: readonly HostScanJob[],
  signal: AbortSignal,
): Promise<void> {
  for (const { id } of jobs) {
    await client.cancel(id, { signal }).catch((error: unknown) => {
      if (!isProblem(error, 400, 404)) throw error;
    });
  }
}
