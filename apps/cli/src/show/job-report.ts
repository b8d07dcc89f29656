import { ActionStatus, type HostScanHost, type HostScanJob, isFinished } from "@hostscan/client";
import { plainText } from "../cli/plain-text.ts";
import { type Counts, countHosts, countsText, hostsOf } from "./counts.ts";
import { hostCells, statusName } from "./host-cells.ts";
import { shortLength } from "./job-ids.ts";
import type { Paint } from "./style.ts";
import { table, tableBy } from "./table.ts";
import type { Measure } from "./text-width.ts";

const HEAD = ["HOST", "STATUS", "RESULT"];

/** How a report is written. */
export interface ReportOptions {
  readonly paint: Paint;
  /** Of a terminal: most lines of hosts that went well; the others are counted. */
  readonly room?: number | undefined;
  /** Also tells the hosts' ids. */
  readonly wide?: boolean | undefined;
}

/** One line that tells a job and its status. */
export function titleOf(job: HostScanJob, paint: Paint): string {
  return `Job ${plainText(job.id)}  ${paint(statusName(job.status), job.status)}`;
}

/** One line that tells a job and how far it is. */
export function jobLine(job: HostScanJob, paint: Paint): string {
  return `${titleOf(job, paint)}  ${countsText(countHosts([job]))}`;
}

/** Jobs with all their hosts, of which those to look at come first. */
export async function jobReport(jobs: readonly HostScanJob[], options: ReportOptions): Promise<string[]> {
  const counts = countHosts(jobs);
  const [first] = jobs;
  const single = jobs.length === 1 && first !== undefined;
  const title = single ? titleOf(first, options.paint) : `${jobs.length} jobs`;
  return [title, countsText(counts), ...(counts.all > 0 ? await hostTable(jobs, counts, options) : [])];
}

async function hostTable(
  jobs: readonly HostScanJob[],
  counts: Counts,
  options: ReportOptions,
): Promise<string[]> {
  const { paint, room = Number.POSITIVE_INFINITY, wide = false } = options;
  const several = jobs.length > 1;
  const idLength = Number.isFinite(room) && !wide ? shortLength(jobs) : undefined;
  const entries = jobs.flatMap((job) => hostsOf([job]).map((host) => ({ job, host })));
  const ranked = entries.toSorted((a, b) => rank(a.host) - rank(b.host));
  const good = ranked.findIndex(({ host }) => rank(host) === LAST);
  const shown = good < 0 ? ranked : ranked.slice(0, good + room);
  const { head, rows } = await table(
    [...HEAD, ...(wide ? ["ADDRESS", "HOST ID"] : []), ...(several ? ["JOB"] : [])],
    shown.map(({ host, job }) => [
      ...hostCells(host, paint),
      ...(wide ? [plainText(host.ipAddress) || "-", plainText(host.hostId) || "-"] : []),
      ...(several ? [plainText(job.id).slice(0, idLength)] : []),
    ]),
  );
  const rest = counts.all - shown.length;
  return [head, ...rows, ...(rest > 0 ? [`and ${rest} more that were scanned`] : [])];
}

/** The hosts of jobs as a table's lines; those to look at first come first. */
export function hostLines(jobs: readonly HostScanJob[], paint: Paint, measure: Measure): string[] {
  const ranked = hostsOf(jobs).toSorted((a, b) => rank(a) - rank(b));
  const { head, rows } = tableBy(
    measure,
    HEAD,
    ranked.map((host) => hostCells(host, paint)),
  );
  return [head, ...rows];
}

const LAST = 3;

function rank({ status }: HostScanHost): number {
  if (status === ActionStatus.Running) return 0;
  if (status === ActionStatus.Failed) return 1;
  return status === ActionStatus.Cancelled || !isFinished(status) ? 2 : LAST;
}
