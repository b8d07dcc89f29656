import { printJson, printLines } from "../cli/print.ts";
import { addConnectionFlags, type ConnectionFlags, connect } from "../connection/connect.ts";
import { jobLine, jobReport } from "../show/job-lines.ts";
import { outcomeOf } from "../show/outcome.ts";
import { paintFor } from "../show/style.ts";
import { type CommandContext, examples } from "./command.ts";
import { seconds, type WaitFlags, waitAndReport } from "./wait.ts";

const JOB = "9c711ab3-8fc1-4d66-88d4-08f85117f32e";

interface JsonFlags extends ConnectionFlags {
  readonly json?: true;
}

/** Adds `status`. */
export function addStatusCommand({ program, io, end }: CommandContext): void {
  const status = program.command("status").description("tell how a job stands, with all its hosts");
  status
    .argument("<job>", "id of the job")
    .option("--json", "print the job as one JSON document")
    .addHelpText(
      "after",
      examples([
        [`hostscan status ${JOB}`, "the exit code tells what came of it"],
        [`hostscan status ${JOB} --json | jq .status`, "in a script"],
      ]),
    )
    .action(async (jobId: string, flags: JsonFlags) => {
      const client = await connect(io, flags);
      const job = await client.getJob(jobId);
      if (flags.json) await printJson(io, job);
      else await printLines(io, jobReport(job, paintFor(io)));
      end(outcomeOf([job]));
    });
  addConnectionFlags(status);
}

/** Adds `watch`. */
export function addWatchCommand({ program, io, end }: CommandContext): void {
  const watch = program.command("watch").description("watch a job until it is finished");
  watch
    .argument("<job>", "id of the job")
    .option("--timeout <seconds>", "how long at most; the job goes on", seconds)
    .option("--json", "print the job as a line of JSON whenever it has changed")
    .addHelpText(
      "after",
      examples([
        [`hostscan watch ${JOB}`, "Ctrl-C asks what is to become of the job"],
        [`hostscan watch ${JOB} --json | jq -c .statusDescription`, "in a script"],
      ]),
    )
    .action(async (jobId: string, flags: ConnectionFlags & WaitFlags) => {
      const client = await connect(io, flags);
      const job = await client.getJob(jobId);
      const onChange = (changed: typeof job) => printJson(io, changed);
      const { outcome } = await waitAndReport(io, client, [job], {
        ...flags,
        ...(flags.json && { onChange }),
      });
      end(outcome);
    });
  addConnectionFlags(watch);
}

/** Adds `cancel`. */
export function addCancelCommand({ program, io }: CommandContext): void {
  const cancel = program.command("cancel").description("cancel what is left of a job");
  cancel
    .argument("<job>", "id of the job")
    .option("--json", "print the job, as it then stands, as one JSON document")
    .addHelpText("after", examples([[`hostscan cancel ${JOB}`, "hosts that are finished keep their result"]]))
    .action(async (jobId: string, flags: JsonFlags) => {
      const client = await connect(io, flags);
      await client.cancel(jobId);
      const job = await client.getJob(jobId);
      if (flags.json) await printJson(io, job);
      else await printLines(io, [jobLine(job, paintFor(io))]);
    });
  addConnectionFlags(cancel);
}
