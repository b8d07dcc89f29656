import type { HostScanJob } from "@hostscan/client";
import cliTruncate from "cli-truncate";
import type { Io } from "../cli/io.ts";
import { bar } from "../show/bar.ts";
import { hostTable, progressOf, statusName } from "../show/job-lines.ts";
import { plainText } from "../show/plain-text.ts";
import type { Paint } from "../show/style.ts";

const WIDEST_BAR = 40;

export interface FrameSize {
  readonly columns: number;
  readonly rows: number;
}

/** What stands on the screen while jobs go on: a bar, and as many of the hosts as there is room for. */
export function frame(
  jobs: readonly HostScanJob[],
  elapsedMs: number,
  { columns, rows }: FrameSize,
  { env, paint }: Pick<Io, "env"> & { readonly paint: Paint },
): string {
  const { done, all } = progressOf(jobs);
  const count = `${done}/${all}  ${duration(elapsedMs)}`;
  const width = Math.min(WIDEST_BAR, columns - count.length - 4);
  const progress = width > 2 ? `${bar(done, all, width, env)} ${count}` : count;
  const [head = "", ...hosts] = hostTable(jobs, paint);
  // The last line stays free, so that the terminal does not scroll.
  const room = Math.max(0, rows - 5);
  const shown = hosts.slice(0, room);
  const rest = hosts.length - shown.length;
  const lines = [title(jobs, paint), progress, head, ...shown, ...(rest > 0 ? [`and ${rest} more`] : [])];
  return lines.map((line) => cliTruncate(line, columns)).join("\n");
}

function title(jobs: readonly HostScanJob[], paint: Paint): string {
  const [first] = jobs;
  if (first === undefined || jobs.length > 1) return `${jobs.length} jobs`;
  return `Job ${plainText(first.id)}  ${paint(statusName(first.status), first.status)}`;
}

function duration(elapsedMs: number): string {
  const seconds = Math.floor(elapsedMs / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
