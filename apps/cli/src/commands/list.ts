import { ActionStatus, type HostScanJob, nameOf } from "@hostscan/client";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { escaped, plainText } from "../cli/plain-text.ts";
import { print, printLines } from "../cli/print.ts";
import { type ConnectionFlags, connect } from "../connection/connect.ts";
import { countHosts, countsText, hostsOf } from "../show/counts.ts";
import { hostLabel, statusName } from "../show/host-cells.ts";
import { shortLength } from "../show/job-ids.ts";
import { checkJq, type OutputFlags, printValue, wantsJson } from "../show/output.ts";
import { type Paint, paintFor } from "../show/style.ts";
import { table } from "../show/table.ts";
import { fitted } from "../show/text-width.ts";
import { LARGEST_PAGE } from "./find-job.ts";
import type { Run } from "./run.ts";

export interface ListFlags extends ConnectionFlags, OutputFlags {
  readonly limit: number;
  readonly all?: true;
  readonly status?: readonly string[];
}

/** Jobs of a table whose columns are made to fit together. */
const TABLE_ROWS = 500;

/** Hosts that are named of a job, but in a wide table. */
const NAMED_HOSTS = 3;

/** `list`. */
export async function list({ io }: Run, flags: ListFlags): Promise<void> {
  await checkJq(flags);
  const wanted = statusesOf(flags.status);
  const client = await connect(io, flags);
  const most = flags.all ? Number.POSITIVE_INFINITY : flags.limit;
  async function* jobs(): AsyncGenerator<HostScanJob, void, undefined> {
    let given = 0;
    const pageSize = wanted ? LARGEST_PAGE : Math.min(most, LARGEST_PAGE);
    for await (const job of client.listJobs({ pageSize })) {
      if (wanted && !wanted.has(statusName(job.status).toLowerCase())) continue;
      yield job;
      given += 1;
      if (given >= most) return;
    }
  }
  if (flags.jq !== undefined) {
    const all: HostScanJob[] = [];
    for await (const job of jobs()) all.push(job);
    await printValue(io, all, flags);
  } else if (wantsJson(flags)) await printArray(io, jobs());
  else {
    const any = await printTable(io, jobs(), flags.output === "wide");
    if (!any) io.stderr.write(wanted ? "There are no such jobs.\n" : "There are no jobs yet.\n");
  }
}

/** The statuses that are asked for, in lower case. @throws {CommandFailure} for one that there is not */
function statusesOf(names: readonly string[] | undefined): ReadonlySet<string> | undefined {
  if (names === undefined) return undefined;
  const known = Object.values(ActionStatus).map((status) => nameOf(ActionStatus, status));
  const unknown = names.find((name) => !known.some((each) => each.toLowerCase() === name));
  if (unknown === undefined) return new Set(names);
  throw new CommandFailure("BadInput", `"${unknown}" is no status: one of ${known.join(", ")}`);
}

/** One JSON array, an element a line, written as the jobs come. */
async function printArray(io: Io, jobs: AsyncIterable<HostScanJob>): Promise<void> {
  let before = "[";
  for await (const job of jobs) {
    await print(io, `${before}\n${escaped(JSON.stringify(job))}`);
    before = ",";
  }
  await print(io, before === "[" ? "[]\n" : "\n]\n");
}

/** Prints the jobs as they come, and gives whether there were any. */
async function printTable(io: Io, jobs: AsyncIterable<HostScanJob>, wide: boolean): Promise<boolean> {
  let piece: HostScanJob[] = [];
  let head = true;
  const flush = async () => {
    await printLines(io, await tableLines(io, piece, { wide, head }));
    piece = [];
    head = false;
  };
  for await (const job of jobs) {
    piece.push(job);
    if (piece.length === TABLE_ROWS) await flush();
  }
  if (piece.length > 0) await flush();
  return !head;
}

async function tableLines(
  io: Io,
  jobs: readonly HostScanJob[],
  { wide, head }: { readonly wide: boolean; readonly head: boolean },
): Promise<readonly string[]> {
  const terminal = io.stdout.isTTY === true;
  const paint = paintFor(io, io.stdout);
  const length = terminal && !wide ? shortLength(jobs) : undefined;
  const { head: titles, rows } = await table(
    ["JOB", "STATUS", "PROGRESS", "HOSTS"],
    jobs.map((job) => cells(job, { length, wide, paint })),
  );
  const lines = head ? [titles, ...rows] : rows;
  const { columns } = io.stdout;
  return terminal && !wide && columns ? Promise.all(lines.map((line) => fitted(line, columns))) : lines;
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
