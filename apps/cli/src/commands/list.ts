import { ActionStatus, type HostScanJob, nameOf } from "@hostscan/client";
import { CommandFailure } from "../cli/failure.ts";
import { plainText } from "../cli/plain-text.ts";
import { type ConnectionFlags, connect } from "../connection/connect.ts";
import { countHosts, countsText, hostsOf } from "../show/counts.ts";
import { hostLabel, statusName } from "../show/host-cells.ts";
import { shortLength } from "../show/job-ids.ts";
import { checkJq } from "../show/output.ts";
import { type LimitFlags, limited, printItems } from "../show/printed-list.ts";
import { type Paint, paintFor } from "../show/style.ts";
import { LARGEST_PAGE } from "./find-job.ts";
import type { Run } from "./run.ts";

export interface ListFlags extends ConnectionFlags, LimitFlags {
  readonly status?: readonly string[];
}

/** Hosts that are named of a job, but in a wide table. */
const NAMED_HOSTS = 3;

/** `list`. */
export async function list({ io }: Run, flags: ListFlags): Promise<void> {
  await checkJq(flags);
  const wanted = statusesOf(flags.status);
  const client = await connect(io, flags);
  // Of jobs that stand otherwise, a page may hold many.
  const pageSize = wanted || flags.all ? LARGEST_PAGE : Math.min(flags.limit, LARGEST_PAGE);
  async function* jobs(): AsyncGenerator<HostScanJob, void, undefined> {
    for await (const job of client.listJobs({ pageSize }))
      if (!wanted || wanted.has(statusName(job.status).toLowerCase())) yield job;
  }
  const paint = paintFor(io, io.stdout);
  await printItems(io, limited(jobs(), flags), flags, {
    head: ["JOB", "STATUS", "PROGRESS", "HOSTS"],
    none: wanted ? "There are no such jobs." : "There are no jobs yet.",
    rows(items, { terminal, wide }) {
      const length = terminal && !wide ? shortLength(items) : undefined;
      return items.map((job) => cells(job, { length, wide, paint }));
    },
  });
}

/** The statuses that are asked for, in lower case. @throws {CommandFailure} for one that there is not */
function statusesOf(names: readonly string[] | undefined): ReadonlySet<string> | undefined {
  if (names === undefined) return undefined;
  const known = Object.values(ActionStatus).map((status) => nameOf(ActionStatus, status));
  const unknown = names.find((name) => !known.some((each) => each.toLowerCase() === name));
  if (unknown === undefined) return new Set(names);
  throw new CommandFailure("BadInput", `"${unknown}" is no status: one of ${known.join(", ")}`);
}

function cells(
  job: HostScanJob,
  {
    length,
    wide,
    paint,
  }: { readonly length: number | undefined; readonly wide: boolean; readonly paint: Paint },
): string[] {
  const hosts = hostsOf([job]);
  const named = hosts.slice(0, wide ? undefined : NAMED_HOSTS).map(hostLabel);
  const more = hosts.length - named.length;
  return [
    plainText(job.id).slice(0, length),
    paint(statusName(job.status), job.status),
    countsText(countHosts([job])),
    `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}` || "-",
  ];
}
