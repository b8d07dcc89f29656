import { visibleText } from "@hostscan/server";
import { Command } from "commander";
import type { Io } from "./cli/io.ts";
import { addAuditCommand } from "./commands/audit.ts";
import { addCredentialCommands } from "./commands/credential.ts";
import { addHostCommands } from "./commands/host.ts";
import { addJobCommands } from "./commands/job.ts";
import { addKeyCommands } from "./commands/key.ts";
import { addMigrateCommand } from "./commands/migrate.ts";
import { addSecretKeyCommands } from "./commands/secret-key.ts";
import { addServeCommand } from "./commands/serve.ts";
import { addSigningKeyCommands } from "./commands/signing-key.ts";
import { addTokenCommands } from "./commands/token.ts";
import { addUserCommands } from "./commands/user.ts";
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

/** The command line. Its actions reject with what ends the process; nothing in it exits. */
export function createProgram(io: Io): Command {
  const program = new Command("hostscan-server")
    .description("Scans hosts over SSH and tells their operating systems by the Host Scan Job API.")
    .version(serverVersion(), "--version", "tell the release")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(visibleText(text)),
      writeErr: (text) => io.stderr.write(visibleText(text)),
      outputError: (text, write) => write(text.replace(/^error:/, "hostscan-server:")),
    })
    .addHelpText("after", NOTES);
  addServeCommand(program, io);
  addMigrateCommand(program, io);
  addUserCommands(program, io);
  addKeyCommands(program, io);
  addTokenCommands(program, io);
  addSigningKeyCommands(program, io);
  addSecretKeyCommands(program, io);
  addCredentialCommands(program, io);
  addHostCommands(program, io);
  addJobCommands(program, io);
  addAuditCommand(program, io);
  return program;
}
