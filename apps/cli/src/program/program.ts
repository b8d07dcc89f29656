import { Command, type ErrorOptions } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { exitCodeLines } from "../cli/exit-code.ts";
import type { Io } from "../cli/io.ts";
import { escaped } from "../cli/plain-text.ts";
import { addAccountCommands } from "./account-commands.ts";
import { type CommandContext, examples } from "./command-context.ts";
import { addInventoryCommands } from "./inventory-commands.ts";
import { addJobCommands } from "./job-commands.ts";
import { addOuCommands } from "./ou-commands.ts";
import { addScanCommands } from "./scan-commands.ts";

const NOTES = `
<job> is an id, its first 4 characters or more, or latest: the newest job.

Environment (flags win; both win over \`hostscan login\`):
  HOSTSCAN_URL      address of the server
  HOSTSCAN_TOKEN    token, or application's key
  HOSTSCAN_CA_FILE  PEM file of the CA that the server's certificate is from
  NO_COLOR          no colours

Exit codes:
${exitCodeLines().join("\n")}
${examples([
  ["hostscan login --server https://localhost:6500", "once"],
  ["hostscan scan web-1.example.com -c linux-scan --accept-first --wait", "scan a host"],
  ["hostscan scan hosts.csv --wait", "scan many"],
  ["hostscan retry latest --wait", "again, those that failed"],
  ["hostscan scan --help", "more of one command"],
])}`;

/** The command line. Its actions reject with what ends the process; nothing in it exits. */
export function createProgram(io: Io, end: CommandContext["end"]): Command {
  const program = new HelpfulCommand("hostscan")
    .description("Schedules, watches and cancels scans of hosts, by the Host Scan Job API.")
    .usage("[options] <command>")
    .version(manifest.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "tell how it is used")
    .option("-s, --server <url>", "address of the server (HOSTSCAN_URL, or the last `login`)")
    .option("--token-file <path>", "file that holds the token (HOSTSCAN_TOKEN, or `login`)")
    .option("--ca-file <path>", "PEM file of the CA that the server's certificate is from (HOSTSCAN_CA_FILE)")
    .option("--no-idempotency-keys", "for servers that know none, as NPS: a call is then not repeated")
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text.split("\n").map(escaped).join("\n")),
      outputError: (text, write) => write(tellError(text)),
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText("after", NOTES);
  // commander's own shows the whole for what there is not.
  program
    .helpCommand(false)
    .command("help")
    .description("tell how a command is used")
    .argument("[command...]")
    .action((words: string[]) => tellHelp(program, words));
  const context: CommandContext = { program, io, end };
  addScanCommands(context);
  addOuCommands(context);
  addJobCommands(context);
  addInventoryCommands(context);
  addAccountCommands(context);
  return program;
}

/** Tells how a command is used, by its words; of one that there is not, as if it had been called. */
async function tellHelp(program: Command, words: readonly string[]): Promise<void> {
  let command = program;
  for (const [index, word] of words.entries()) {
    const next = command.commands.find((each) => each.name() === word || each.aliases().includes(word));
    if (next === undefined && command.commands.length > 0) {
      await program.parseAsync(words.slice(0, index + 1), { from: "user" });
    }
    command = next ?? command;
  }
  command.help();
}

/** As gh and kubectl do: whoever types a name alone wants to know what there is, which is no failure. */
class HelpfulCommand extends Command {
  override help(): never {
    return super.help();
  }
  override error(message: string, options?: ErrorOptions): never {
    const words: string[] = [];
    for (let command: Command | null = this; command; command = command.parent) words.unshift(command.name());
    return super.error(`${message}\n  see: ${words.join(" ")} --help`, options);
  }
  override createCommand(name?: string): Command {
    return new HelpfulCommand(name);
  }
}

/** commander's words as ours. What is given to an unknown option may be a secret, and is not repeated. */
function tellError(text: string): string {
  const told = text
    .replace(/^error:/, "hostscan:")
    .replace(/(unknown option '--?[^=']+)=[\s\S]*'(?=\n|$)/, "$1'");
  if (!/unknown option '--(token|password|secret|key|api-key)'/.test(told)) return told;
  const [first] = told.split("\n");
  return `${first}\n  others can read a command line: use --token-file, HOSTSCAN_TOKEN or \`hostscan login\`\n`;
}
