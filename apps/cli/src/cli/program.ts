import { Command } from "commander";
import type { CommandContext } from "../commands/command.ts";
import { examples } from "../commands/command.ts";
import { addCompletionCommand } from "../commands/completion.ts";
import { addCancelCommand, addStatusCommand, addWatchCommand } from "../commands/jobs.ts";
import { addListCommand } from "../commands/list.ts";
import { addLoginCommands } from "../commands/login.ts";
import { addScanCommand } from "../commands/scan.ts";
import { addValidateCommand } from "../commands/validate.ts";
import { escaped } from "../show/plain-text.ts";
import { exitCodeLines } from "./exit-code.ts";
import type { Io } from "./io.ts";

const NOTES = `
Environment (flags win):
  HOSTSCAN_URL    address of the server
  HOSTSCAN_TOKEN  token, or application's key
  NO_COLOR        no colours

Exit codes:
${exitCodeLines().join("\n")}
${examples([
  ["hostscan login --server https://localhost:6500", "once"],
  ["hostscan scan web-1.example.com --credential linux-scan --accept-first --wait", "scan a host"],
  ["hostscan scan --csv hosts.csv --wait", "scan many"],
  ["hostscan help scan", "more of one command"],
])}`;

/** The command line. Its actions reject with what ends the process; nothing in it exits. */
export function createProgram(io: Io, end: CommandContext["end"]): Command {
  const program = new Command("hostscan")
    .description("Schedules, watches and cancels scans of hosts, by the Host Scan Job API.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text.split("\n").map(escaped).join("\n")),
      outputError: (text, write) => write(text.replace(/^error:/, "hostscan:")),
    })
    .addHelpText("after", NOTES);
  const context = { program, io, end };
  addLoginCommands(context);
  addScanCommand(context);
  addStatusCommand(context);
  addListCommand(context);
  addWatchCommand(context);
  addCancelCommand(context);
  addValidateCommand(context);
  addCompletionCommand(context);
  return program;
}
