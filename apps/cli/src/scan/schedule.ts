import { type HostScanClient, type HostScanJob, HostScanProblem } from "@hostscan/client";
import { describeFailure } from "../cli/describe-failure.ts";
import { CommandFailure } from "../cli/failure.ts";
import { leavingRunning } from "../follow/left-running.ts";
import type { Batch } from "./batch.ts";
import { atPlace } from "./place.ts";

export interface ScheduleOptions {
  /** Names this run, so that to repeat it schedules nothing twice; absent where the server knows no such keys. */
  readonly key: string | undefined;
  readonly signal: AbortSignal;
  readonly onScheduled: (jobs: readonly HostScanJob[]) => Promise<void>;
}

/**
 * Schedules batch after batch, each under a key of its own.
 *
 * @throws {CommandFailure} which tells what is wrong by the batch's own places, what was scheduled before, and how to
 * schedule the rest.
 */
export async function schedule(
  client: HostScanClient,
  batches: AsyncIterable<Batch>,
  { key, signal, onScheduled }: ScheduleOptions,
): Promise<HostScanJob[]> {
  const jobs: HostScanJob[] = [];
  let number = 0;
  for await (const batch of batches) {
    number += 1;
    const idempotencyKey = key === undefined ? undefined : `${key}.${number}`;
    try {
      const scheduled = await batch.schedule(client, { idempotencyKey, signal });
      jobs.push(...scheduled);
      await onScheduled(scheduled);
    } catch (error) {
      throw brokenOff(error, batch, { jobs, key, interrupted: signal.aborted });
    }
  }
  return jobs;
}

interface Before {
  readonly jobs: readonly HostScanJob[];
  readonly key: string | undefined;
  readonly interrupted: boolean;
}

function brokenOff(error: unknown, batch: Batch, { jobs, key, interrupted }: Before): CommandFailure {
  const { exit, message, details } = describeFailure(error);
  const lines = details.map((detail) => atPlace(detail, batch));
  // A refusal by itself schedules nothing. After anything else, as a page in place of the job, nobody knows.
  const refused = error instanceof HostScanProblem && error.status >= 400 && error.status < 500;
  if (key !== undefined && (jobs.length > 0 || !refused)) {
    lines.push(`repeat the command with --idempotency-key ${key}, and nothing is scheduled twice`);
  }
  const failure = interrupted
    ? new CommandFailure("Interrupted", "interrupted while scheduling", lines)
    : new CommandFailure(exit, message, lines);
  return leavingRunning(failure, jobs);
}
