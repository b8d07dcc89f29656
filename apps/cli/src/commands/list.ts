import type { HostScanJob } from "@hostscan/client";
import { InvalidArgumentError } from "commander";
import { printJson, printLines } from "../cli/print.ts";
import { addConnectionFlags, type ConnectionFlags, connect } from "../connection/connect.ts";
import { jobLine } from "../show/job-lines.ts";
import { paintFor } from "../show/style.ts";
import { type CommandContext, examples } from "./command.ts";

interface ListFlags extends ConnectionFlags {
  readonly limit: number;
  readonly all?: true;
  readonly json?: true;
}

/** Most jobs that one call gives, by the API's document. */
const LARGEST_PAGE = 200;

/** Adds `list`. */
export function addListCommand({ program, io }: CommandContext): void {
  const list = program.command("list").description("list jobs, newest first");
  list
    .option("--limit <number>", "how many at most", count, 20)
    .option("--all", "all of them")
    .option("--json", "print each job as a line of JSON")
    .addHelpText(
      "after",
      examples([
        ["hostscan list", "the newest 20"],
        ["hostscan list --all --json | jq -r 'select(.status == 3).id'", "every job that failed"],
      ]),
    )
    .action(async (flags: ListFlags) => {
      const client = await connect(io, flags);
      const paint = paintFor(io);
      const show = (job: HostScanJob) =>
        flags.json ? printJson(io, job) : printLines(io, [jobLine(job, paint)]);
      let left = flags.all ? Number.POSITIVE_INFINITY : flags.limit;
      for await (const job of client.listJobs({ pageSize: Math.min(left, LARGEST_PAGE) })) {
        await show(job);
        left -= 1;
        if (left <= 0) break;
      }
    });
  addConnectionFlags(list);
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError("It must be a whole number from 1.");
  return value;
}
