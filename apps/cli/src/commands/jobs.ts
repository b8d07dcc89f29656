import { type HostScanClient, type HostScanJob, isFinished, isProblem } from "@hostscan/client";
import { plainText } from "../cli/plain-text.ts";
import { printLines } from "../cli/print.ts";
import { type ConnectionFlags, connect } from "../connection/connect.ts";
import { listenForInterrupts } from "../follow/interrupt.ts";
import { statusName } from "../show/host-cells.ts";
import { jobLine, jobReport } from "../show/job-report.ts";
import { outcomeOf } from "../show/outcome.ts";
import { checkJq, type OutputFlags, printValue, wantsJson } from "../show/output.ts";
import { paintFor } from "../show/style.ts";
import { findJob, findJobId } from "./find-job.ts";
import type { Run } from "./run.ts";
import { retryHint, type WaitFlags, waitAndReport } from "./wait.ts";

/** `status`. */
export async function status(
  { io, end }: Run,
  name: string,
  flags: ConnectionFlags & OutputFlags,
): Promise<void> {
  await checkJq(flags);
  const client = await connect(io, flags);
  const job = await findJob(client, name);
  if (wantsJson(flags)) await printValue(io, job, flags);
  else {
    const options = { paint: paintFor(io, io.stdout), wide: flags.output === "wide" };
    await printLines(io, await jobReport([job], options));
    retryHint(io, [job]);
  }
  end(outcomeOf([job]));
}

/** `watch`. */
export async function watch(
  { io, end }: Run,
  name: string,
  flags: ConnectionFlags & OutputFlags & WaitFlags,
): Promise<void> {
  await checkJq(flags);
  const client = await connect(io, flags);
  const job = await findJob(client, name);
  const interrupts = listenForInterrupts(io);
  try {
    const onChange = wantsJson(flags) ? (changed: HostScanJob) => printValue(io, changed, flags) : undefined;
    const { outcome } = await waitAndReport(io, client, [job], { flags, interrupts, onChange });
    end(outcome);
  } finally {
    interrupts.stop();
  }
}

/** `cancel`. */
export async function cancel(
  { io }: Run,
  names: readonly string[],
  flags: ConnectionFlags & OutputFlags,
): Promise<void> {
  await checkJq(flags);
  const client = await connect(io, flags);
  // Before the first is cancelled, all of them are known.
  const ids: string[] = [];
  for (const name of names) ids.push(await findJobId(client, name));
  for (const id of ids) {
    const { job, ended } = await cancelOne(client, id);
    if (wantsJson(flags)) await printValue(io, job, flags);
    else if (ended)
      await printLines(io, [`Job ${plainText(job.id)} had ended already: ${statusName(job.status)}`]);
    else await printLines(io, [jobLine(job, paintFor(io, io.stdout))]);
  }
}

/** Cancels a job; one that has ended stays as it is. */
async function cancelOne(
  client: HostScanClient,
  id: string,
): Promise<{ readonly job: HostScanJob; readonly ended: boolean }> {
  try {
    await client.cancel(id);
    return { job: await client.getJob(id), ended: false };
  } catch (error) {
    // Some servers answer 409. What else they refuse the job tells.
    if (!isProblem(error) || (error.status !== 400 && error.status !== 409)) throw error;
    const job = await client.getJob(id);
    if (isFinished(job.status)) return { job, ended: true };
    throw error;
  }
}
