import { visibleText } from "@hostscan/server";
import { Command } from "commander";
import type { Io } from "./cli/io.ts";
import { serverVersion } from "./version.ts";

const NOTES = `
Exit codes:
  0   done
  1   failed
  64  the command line is wrong
  69  the database cannot be reached or lets nobody in, a file cannot be used, or the port is taken
  78  a setting, the secret key, Node or the database is not the right one: starting anew does not help

Examples:
  $ hostscan-server                                 serve on an embedded database
  $ hostscan-server credential add lab --username root --for 10.1.0.0/16
                                                    keep a service account; asks for its password
  $ hostscan-server user add alice                  let a person in; asks for a password
  $ hostscan-server key create --name portal        let an application in
  $ TOKEN=$(hostscan-server token issue --name ci)  let a program in for a while
  $ hostscan-server help serve                      the settings`;

type AddCommand = (program: Command, io: Io) => void;

/** The commands by their first words, in the order of the help. Each is loaded, with what it needs, where it is asked for. */
const COMMANDS: ReadonlyMap<string, () => Promise<AddCommand>> = new Map([
  ["serve", async () => (await import("./commands/serve.ts")).addServeCommand],
  ["migrate", async () => (await import("./commands/migrate.ts")).addMigrateCommand],
  ["user", async () => (await import("./commands/user.ts")).addUserCommands],
  ["key", async () => (await import("./commands/key.ts")).addKeyCommands],
  ["token", async () => (await import("./commands/token.ts")).addTokenCommands],
  ["signing-key", async () => (await import("./commands/signing-key.ts")).addSigningKeyCommands],
  ["secret-key", async () => (await import("./commands/secret-key.ts")).addSecretKeyCommands],
  ["credential", async () => (await import("./commands/credential.ts")).addCredentialCommands],
  ["host", async () => (await import("./commands/host.ts")).addHostCommands],
  ["job", async () => (await import("./commands/job.ts")).addJobCommands],
  ["audit", async () => (await import("./commands/audit.ts")).addAuditCommand],
]);

const VERSION = "--version";

/** Those that a command line may need: where its first word names none, that is any of them. */
function needed([first = ""]: readonly string[]): (() => Promise<AddCommand>)[] {
  if (first === VERSION) return [];
  const named = COMMANDS.get(first);
  return named ? [named] : [...COMMANDS.values()];
}

/**
 * The program, with the commands that a command line may need. Its actions reject with what ends the process; nothing in
 * it exits.
 */
export async function createProgram(argv: readonly string[], io: Io): Promise<Command> {
  const program = new Command("hostscan-server")
    .description("Scans hosts over SSH and tells their operating systems by the Host Scan Job API.")
    .version(serverVersion(), VERSION, "tell the release")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(visibleText(text)),
      writeErr: (text) => io.stderr.write(visibleText(text)),
      outputError: (text, write) =>
        write(
          `${text
            .trim()
            .replace(/^error:/, "hostscan-server:")
            .replaceAll(/\s*\n\s*/g, " ")}\n`,
        ),
    })
    .addHelpText("after", NOTES);
  for (const add of await Promise.all(needed(argv).map((load) => load()))) add(program, io);
  return program;
}
