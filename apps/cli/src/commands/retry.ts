import { ActionStatus, type HostScanHost, type HostScanJob, isFinished } from "@hostscan/client";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { listed, pastedWord, plainText } from "../cli/plain-text.ts";
import { printLines } from "../cli/print.ts";
import { connect } from "../connection/connect.ts";
import { knownHosts } from "../scan/sources.ts";
import { hostLabel } from "../show/host-cells.ts";
import { printValue, wantsJson } from "../show/output.ts";
import { findJob } from "./find-job.ts";
import type { Run } from "./run.ts";
import { checkFlags, type SchedulingFlags, scheduleAndWait } from "./scan.ts";

export interface RetryFlags extends SchedulingFlags {
  readonly cancelled?: true;
}

/**
 * `retry`: scans the hosts of jobs again that failed. They are named by their ids: an answer tells neither the port nor
 * the credential of a host, by which the server knows it.
 *
 * @throws {CommandFailure} where a host has no id, before anything is scheduled
 */
export async function retry(run: Run, names: readonly string[], flags: RetryFlags): Promise<void> {
  await checkFlags(flags);
  const { io } = run;
  const client = await connect(io, flags);
  const jobs: HostScanJob[] = [];
  for (const name of names) jobs.push(await findJob(client, name));
  const again = jobs.flatMap(({ hostScanHostStatus }) => hostScanHostStatus ?? []).filter(wanted(flags));
  const labels = new Map<string, string>();
  for (const host of again) if (host.hostId) labels.set(host.hostId, hostLabel(host));
  refuseNameless(again, [...labels.keys()]);
  tellUnfinished(io, jobs);
  if (labels.size > 0) await scheduleAndWait(run, client, knownHosts([...labels.keys()], labels), flags);
  else if (wantsJson(flags)) await printValue(io, { outcome: "Success", jobs: [] }, flags);
  else
    await printLines(
      io,
      jobs.map(({ id }) => nothingToDo(id)),
    );
}

const wanted =
  ({ cancelled }: RetryFlags) =>
  ({ status }: HostScanHost) =>
    status === ActionStatus.Failed || (cancelled === true && status === ActionStatus.Cancelled);

const nothingToDo = (id: string) =>
  `No host of job ${plainText(id)} has failed: there is nothing to scan again.`;

/** Ids in one line, as far as a terminal bears them. */
const MOST_PASTED = 20;

/** By its name alone a host might be another one: at another port, or with another credential. */
function refuseNameless(hosts: readonly HostScanHost[], ids: readonly string[]): void {
  const nameless = hosts.filter(({ hostId }) => !hostId).map(hostLabel);
  if (nameless.length === 0) return;
  throw new CommandFailure(
    "BadInput",
    "the server tells no ids of hosts that failed, so that none is scanned again",
    [
      `without an id: ${listed(nameless)}`,
      "scan these by name, as you did before",
      ...(ids.length > 0 ? [othersBy(ids)] : []),
    ],
  );
}

/** How to scan hosts by their ids: in a line that can be pasted, where they are few. */
function othersBy(ids: readonly string[]): string {
  return ids.length <= MOST_PASTED
    ? `and the others: hostscan scan --host-id ${ids.map(pastedWord).join(" ")}`
    : `and the other ${ids.length} by the ids that hostscan status --json tells`;
}

/** What is under way may fail as well, and is not scanned again. */
function tellUnfinished({ stderr }: Pick<Io, "stderr">, jobs: readonly HostScanJob[]): void {
  for (const { id, status } of jobs) {
    if (!isFinished(status))
      stderr.write(`Job ${plainText(id)} is not finished: more of its hosts may fail.\n`);
  }
}
