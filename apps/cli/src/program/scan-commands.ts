import type { Command } from "commander";
import type { RetryFlags } from "../commands/retry.ts";
import type { ScanFlags } from "../commands/scan.ts";
import type { ValidateFlags } from "../commands/validate.ts";
import { addOutputFlags, type CommandContext, examples } from "./command-context.ts";
import { duration, idempotencyKey, portNumber } from "./option-values.ts";

/** Adds `scan`, `retry` and `validate`. */
export function addScanCommands(context: CommandContext): void {
  addScanCommand(context);
  addRetryCommand(context);
  addValidateCommand(context);
}

function addScanCommand({ program, io, end }: CommandContext): void {
  const scan = program.command("scan").description("schedule scans of hosts, and wait for them if asked to");
  scan
    .argument(
      "[hosts...]",
      "DNS names or addresses, host:2222 with a port; - for those on stdin; or a CSV file",
    )
    .option(
      "-f, --csv <file>",
      "hosts in the product's columns, - for stdin: DNS Host Name,Operating System,IP Address,Platform,Credential",
    )
    .option("--host-id <ids...>", "ids of known hosts, each for a job of its own")
    .option("--ou <names...>", "DNS names of an organizational unit; with --credential-id");
  addHostFlags(scan)
    .option("-p, --port <number>", "SSH port of the hosts that name none", portNumber)
    .option("-a, --accept-first", "trust the key that a host shows at its first scan");
  addSchedulingFlags(scan)
    .addHelpText(
      "after",
      examples([
        ["hostscan scan web-1.example.com -c linux-scan --accept-first --wait", "a first scan"],
        ["hostscan scan 10.0.0.7 10.0.0.8:2222 -c linux-scan", "by address, and port"],
        ["hostscan scan hosts.csv --wait --timeout 10m", "the product's CSV file"],
        ["grep web inventory.txt | hostscan scan - -c linux-scan", "from another command"],
        ["hostscan scan --host-id 9c711ab3-8fc1-4d66-88d4-08f85117f32e", "known hosts, again"],
        ["hostscan scan hosts.csv --wait --jq .outcome", "in a script"],
      ]),
    )
    .action(async (hosts: string[], _: unknown, command: Command) => {
      const commands = await import("../commands/scan.ts");
      await commands.scan({ io, end }, hosts, command.optsWithGlobals<ScanFlags>());
    });
}

function addRetryCommand({ program, io, end }: CommandContext): void {
  const retry = program.command("retry").description("scan those hosts of jobs again that failed");
  retry.argument("<jobs...>", "the jobs").option("--cancelled", "those that were cancelled as well");
  addSchedulingFlags(retry)
    .addHelpText(
      "after",
      examples([
        ["hostscan retry 9c711ab3", "the beginning of the job's id will do"],
        ["hostscan retry latest --wait", "of the newest job"],
        ["hostscan retry 9c711ab3 70e3fb2d", "of several; each host is scanned by a job of its own"],
      ]),
    )
    .action(async (jobs: string[], _: unknown, command: Command) => {
      const commands = await import("../commands/retry.ts");
      await commands.retry({ io, end }, jobs, command.optsWithGlobals<RetryFlags>());
    });
}

function addValidateCommand({ program, io, end }: CommandContext): void {
  const validate = program
    .command("validate")
    .description("have the rows of a CSV file judged; nothing is scheduled");
  validate.argument("[file]", "the file; - for stdin").option("-f, --csv <file>", "the same");
  addOutputFlags(addHostFlags(validate), ["table", "json"])
    .addHelpText(
      "after",
      examples([
        ["hostscan validate hosts.csv", "what `scan hosts.csv` would be refused for, by line"],
        ["hostscan validate hosts.csv --jq '.errors | length'", "in a script"],
      ]),
    )
    .action(async (file: string | undefined, _: unknown, command: Command) => {
      const commands = await import("../commands/validate.ts");
      await commands.validate({ io, end }, file, command.optsWithGlobals<ValidateFlags>());
    });
}

/** What holds for the hosts that do not say it themselves. */
function addHostFlags(command: Command): Command {
  return command
    .option("-c, --credential <name>", "credential of the hosts that name none")
    .option("--credential-id <id>", "the same by its id")
    .option("--platform <name>", "platform of the hosts that name none, e.g. Linux");
}

/** Adds the flags for scheduling and waiting. */
export function addSchedulingFlags(command: Command): Command {
  return addOutputFlags(
    command
      .option("-w, --wait", "wait until the scans are finished; the exit code tells what came of them")
      .option(
        "-t, --timeout <time>",
        "with --wait: how long at most, as 90s or 10m; the job goes on",
        duration,
      )
      .option(
        "--idempotency-key <key>",
        "repeat a scan that broke off: nothing is scheduled twice",
        idempotencyKey,
      ),
  );
}
