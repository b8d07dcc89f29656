import {
  type HostScanClient,
  type HostScanJob,
  type HostScanProblem,
  isFinished,
  isProblem,
} from "@hostscan/client";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import type { Display } from "./display.ts";
import { onInterrupt } from "./interrupt.ts";

/** Jobs that are watched at the same time; the others follow as these finish. */
const WATCHED = 20;

export interface FollowOptions {
  readonly display: Display;
  readonly timeoutMs: number | undefined;
  /** Called with a job whenever it has changed. */
  readonly onChange?: (job: HostScanJob) => Promise<void>;
}

/**
 * Watches jobs until all of them are finished, and gives them as they then stand.
 *
 * @throws {CommandFailure} when it is interrupted, or its token ends, and the jobs are left running.
 */
export async function followJobs(
  io: Io,
  client: HostScanClient,
  jobs: readonly HostScanJob[],
  { display, timeoutMs, onChange }: FollowOptions,
): Promise<HostScanJob[]> {
  const current = new Map(jobs.map((job) => [job.id, job]));
  const all = () => [...current.values()];
  const unfinished = () => all().filter(({ status }) => !isFinished(status));
  const ending = new AbortController();
  const deadline = timeoutMs === undefined ? undefined : performance.now() + timeoutMs;

  async function watch(id: string): Promise<void> {
    const rest = deadline === undefined ? undefined : Math.max(1, deadline - performance.now());
    for await (const job of client.watch(id, { signal: ending.signal, timeoutMs: rest })) {
      current.set(id, job);
      display.update(all());
      await onChange?.(job);
    }
  }

  const waiting = current.keys();
  const watchAll = async () => {
    for (const id of waiting) await watch(id);
  };
  const left = () => new CommandFailure("Interrupted", leftRunning(unfinished()));
  const stopListening = onInterrupt(io, {
    display,
    cancel: () => cancelAll(client, unfinished(), ending.signal),
    leave: (error) => ending.abort(error ?? left()),
    over: ending.signal,
  });
  try {
    display.update(all());
    await Promise.all(Array.from({ length: WATCHED }, watchAll));
    return all();
  } catch (error) {
    throw isProblem(error, 401) ? tokenEnded(error, unfinished()) : error;
  } finally {
    // Of the others, when one fails; and of a question that needs no answer any more.
    ending.abort();
    await stopListening();
    display.end();
  }
}

const leftRunning = (jobs: readonly HostScanJob[]) => `left running: ${jobs.map(({ id }) => id).join(", ")}`;

/** The token of a person's sign-in is soon over; the jobs need none. */
function tokenEnded(refusal: HostScanProblem, jobs: readonly HostScanJob[]): CommandFailure {
  return new CommandFailure("NoAccess", `the server answered ${refusal.message}`, [
    leftRunning(jobs),
    ...jobs.map(({ id }) => `sign in again, then: hostscan watch ${id}`),
  ]);
}

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
