import type { HostScanJob } from "@hostscan/client";
import cliTruncate from "cli-truncate";
import stringWidth from "string-width";
import { clockText, durationText } from "../cli/duration.ts";
import type { Io } from "../cli/io.ts";
import { countHosts, finishedOf } from "../show/counts.ts";
import { hostLines, titleOf } from "../show/job-report.ts";
import type { Paint } from "../show/style.ts";

/** A bar that is full when all is done, in characters that the terminal's locale has. */
export function bar(done: number, all: number, width: number, env: Io["env"]): string {
  const full = all === 0 ? width : Math.floor((done / all) * width);
  const utf8 = /utf-?8/i.test(env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "");
  const [on, off] = utf8 ? ["█", "░"] : ["#", "-"];
  return `[${on.repeat(full)}${off.repeat(width - full)}]`;
}

const WIDEST_BAR = 40;
const NARROWEST_BAR = 5;

/** Before so many hosts are finished, nobody can tell how long the others will take. */
const ENOUGH = 3;

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
  const [head = "", ...hosts] = hostLines(jobs, paint, stringWidth);
  // The last line stays free, so that the terminal does not scroll.
  const room = Math.max(0, rows - 5);
  const shown = hosts.slice(0, room);
  const rest = hosts.length - shown.length;
  const progress = progressLine(jobs, elapsedMs, columns, env);
  const lines = [title(jobs, paint), progress, head, ...shown, ...(rest > 0 ? [`and ${rest} more`] : [])];
  return lines.map((line) => cliTruncate(line, columns)).join("\n");
}

/** The bar, how many are done and have failed, how long it has taken, and how long it will: as much as there is room for. */
function progressLine(
  jobs: readonly HostScanJob[],
  elapsedMs: number,
  columns: number,
  env: Io["env"],
): string {
  const counts = countHosts(jobs);
  const done = finishedOf(counts);
  const left = remainingMs(done, counts.all, elapsedMs);
  const parts = [
    `${done}/${counts.all}`,
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    clockText(elapsedMs),
    ...(left === undefined ? [] : [`about ${durationText(left)} left`]),
  ];
  const text = parts.join("  ");
  const width = Math.min(WIDEST_BAR, columns - text.length - 4);
  return width >= NARROWEST_BAR ? `${bar(done, counts.all, width, env)} ${text}` : text;
}

function remainingMs(done: number, all: number, elapsedMs: number): number | undefined {
  if (done < ENOUGH || done >= all) return undefined;
  return Math.max(1_000, Math.round((elapsedMs / done) * (all - done)));
}

function title(jobs: readonly HostScanJob[], paint: Paint): string {
  const [first] = jobs;
  if (first === undefined || jobs.length > 1) return `${jobs.length} jobs`;
  return titleOf(first, paint);
}
