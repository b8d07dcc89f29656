import { csvRow } from "@hostscan/core";
import { type ExportedHost, exportJob, retryJob } from "@hostscan/engine";
import type { Command } from "commander";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { print, printJson } from "../cli/print.ts";
import { addSettings } from "../configuration/flags.ts";
import { accepted } from "../installation/accepted.ts";
import { systemUser } from "../installation/system-user.ts";
import { administerScans, type Flags, lookInto } from "./administer.ts";

interface JobFlags extends Flags {
  readonly json?: true;
}

const RETRY_NOTES = `
The job has to have ended, and none of its failed hosts may be in a scan already. They are scanned with the address and
credential that they have now, by whatever worker runs; the new job belongs to whoever the first one does. Where the
server is set to scan in some networks or at some ports only, set the same here: what it would refuse is refused at once.

Example:
  $ hostscan-server job retry 3f0f…`;

const EXPORT_NOTES = `
A cell that a spreadsheet would take for a formula begins with an apostrophe.

Examples:
  $ hostscan-server job export 3f0f… > job.csv
  $ hostscan-server job export 3f0f… --json | jq 'select(.status == "Failed")'`;

const COLUMNS = [
  "hostId",
  "hostScanHostId",
  "name",
  "dnsHostName",
  "ipAddress",
  "port",
  "os",
  "version",
  "status",
  "failureReason",
  "statusDescription",
  "startedAt",
  "finishedAt",
] as const satisfies readonly (keyof ExportedHost)[];

/** Adds `job retry` and `job export`. */
export function addJobCommands(program: Command, io: Io): void {
  const job = program.command("job").description("jobs that were scheduled");

  const retry = job.command("retry").description("scan the hosts of a job that failed once more, as one job");
  retry
    .argument("<id>")
    .option("--json", "print the new job as JSON")
    .addHelpText("after", RETRY_NOTES)
    .action((id: string, flags: JobFlags) => retryFailed(io, id, flags));

  const exported = job.command("export").description("print what became of the hosts of a job, as CSV");
  exported
    .argument("<id>")
    .option("--json", "print one JSON object a line instead")
    .addHelpText("after", EXPORT_NOTES)
    .action((id: string, flags: JobFlags) => printJob(io, id, flags));

  addSettings(retry, "scans");
  addSettings(exported, "all");
}

async function retryFailed(io: Io, id: string, flags: JobFlags): Promise<void> {
  const actor = { kind: "command", name: systemUser() } as const;
  const job = accepted(
    await administerScans(io, flags, (installation, networks) =>
      retryJob({ ...installation, networks }, actor, id),
    ),
  );
  await (flags.json
    ? printJson(io, job)
    : print(
        io,
        `${job.id}: ${job.hosts === 1 ? "1 host is" : `${job.hosts} hosts are`} scanned once more\n`,
      ));
}

async function printJob(io: Io, id: string, flags: JobFlags): Promise<void> {
  let isThere = false;
  await lookInto(io, flags, async ({ db }) => {
    for await (const hosts of exportJob(db, id)) {
      if (!flags.json && !isThere) await print(io, `${csvRow(COLUMNS)}\n`);
      isThere = true;
      if (flags.json) for (const host of hosts) await printJson(io, host);
      else
        await print(io, hosts.map((host) => `${csvRow(COLUMNS.map((column) => host[column]))}\n`).join(""));
    }
  });
  if (!isThere) throw new CommandFailure(ExitCode.Failure, `There is no job ${id}`);
}
