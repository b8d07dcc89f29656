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
import { hostCalled } from "./find-host.ts";
import { LARGEST_PAGE } from "./find-job.ts";
import type { Run } from "./run.ts";

export interface ListFlags extends ConnectionFlags, LimitFlags {
  readonly status?: readonly string[];
  readonly host?: string;
  readonly since?: Date;
  readonly creator?: string;
}

/** Hosts that are named of a job, but in a wide table. */
const NAMED_HOSTS = 3;

/** `list`. */
export async function list({ io }: Run, flags: ListFlags): Promise<void> {
  await checkJq(flags);
  const wanted = statusesOf(flags.status);
  const client = await connect(io, flags);
  const hostId = flags.host === undefined ? undefined : await hostCalled(client, flags.host);
  const filter = { hostId, since: flags.since?.toISOString(), createdBy: flags.creator };
  const isFiltered = wanted !== undefined || Object.values(filter).some((value) => value !== undefined);
  // Of jobs that stand otherwise, a page may hold many.
  const pageSize = wanted || flags.all ? LARGEST_PAGE : Math.min(flags.limit, LARGEST_PAGE);
  async function* jobs(): AsyncGenerator<HostScanJob, void, undefined> {
    // The server finds the jobs of one status.
    for await (const job of client.listJobs({ ...filter, status: only(wanted), pageSize }))
      if (!wanted || wanted.has(statusName(job.status).toLowerCase())) yield job;
  }
  const paint = paintFor(io, io.stdout);
  await printItems(io, limited(jobs(), flags), flags, {
    head: ["JOB", "STATUS", "PROGRESS", "HOSTS"],
    none: isFiltered ? "There are no such jobs." : "There are no jobs yet.",
    rows(items, { terminal, wide }) {
      const length = terminal && !wide ? shortLength(items) : undefined;
      return items.map((job) => cells(job, { length, wide, paint }));
    },
  });
}

/** The status that is asked for, where it is one. */
function only(wanted: ReadonlySet<string> | undefined): ActionStatus | undefined {
  const [status, ...others] = Object.values(ActionStatus).filter((each) =>
    wanted?.has(nameOf(ActionStatus, each)?.toLowerCase() ?? ""),
  );
  return others.length === 0 ? status : undefined;
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
