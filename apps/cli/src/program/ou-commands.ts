import type { Command } from "commander";
import type { OuListFlags, OuScanFlags } from "../commands/ou.ts";
import { addOutputFlags, type CommandContext, examples } from "./command-context.ts";
import { age, instant } from "./option-values.ts";
import { addSchedulingFlags } from "./scan-commands.ts";

const NOTES = `
The directory is named by --directory or by --server ldaps://dc1.example.com.
It is asked over TLS only: ldap:// begins with StartTLS. The server that scans is
then the one of HOSTSCAN_URL or \`login\`.

Environment (flags win):
  HOSTSCAN_DIRECTORY_URL       address of the directory
  HOSTSCAN_DIRECTORY_USER      who asks
  HOSTSCAN_DIRECTORY_PASSWORD  the password, else it is asked for
  HOSTSCAN_DIRECTORY_CA_FILE   PEM file of the CA that its certificate is from
`;

/** Adds `ou scan` and `ou list`. */
export function addOuCommands(context: CommandContext): void {
  const ou = context.program
    .command("ou")
    .description("scan the computers of an organizational unit of Active Directory");
  addOuScanCommand(context, ou);
  addOuListCommand(context, ou);
}

function addOuScanCommand({ io, end }: CommandContext, ou: Command): void {
  const scan = ou
    .command("scan")
    .description("read the computers of a unit from the directory, and schedule their scans")
    .requiredOption("-b, --base <dn>", "the unit: OU=Servers,DC=example,DC=com; a comma in a name is \\,")
    .option("--credential-id <id>", "id of the credential to scan with")
    .option("--one-level", "those of the unit itself, not of the units in it")
    .option("--include-disabled", "those that are disabled as well")
    .option("--last-logon-within <time>", "those that have logged on to the domain since, as 30d", age)
    .option("--changed-since <time>", "those that have changed since, as 2026-11-01, or for 7d", instant)
    .option("--dry-run", "tell the computers, and schedule nothing");
  addSchedulingFlags(addDirectoryFlags(scan))
    .addHelpText(
      "after",
      NOTES +
        examples([
          [
            "hostscan ou scan --directory ldaps://dc1.example.com -b OU=Servers,DC=example,DC=com --dry-run",
            "what would be scanned",
          ],
          [
            "hostscan ou scan -b OU=Servers,DC=example,DC=com --credential-id 9c711ab3-… --wait",
            "have it scanned",
          ],
        ]),
    )
    .action(async (_: unknown, command: Command) => {
      const commands = await import("../commands/ou.ts");
      await commands.ouScan({ io, end }, command.optsWithGlobals<OuScanFlags>());
    });
}

function addOuListCommand({ io, end }: CommandContext, ou: Command): void {
  const list = ou
    .command("list")
    .description("list the organizational units of the directory")
    .option("-b, --base <dn>", "those below this one; without it, all of the domain");
  addOutputFlags(addDirectoryFlags(list), ["table", "json"])
    .addHelpText(
      "after",
      NOTES + examples([["hostscan ou list --directory ldaps://dc1.example.com", "what to name as --base"]]),
    )
    .action(async (_: unknown, command: Command) => {
      const commands = await import("../commands/ou.ts");
      await commands.ouList({ io, end }, command.optsWithGlobals<OuListFlags>());
    });
}

function addDirectoryFlags(command: Command): Command {
  return command
    .option("--directory <url>", "address of the directory: ldaps://dc1.example.com")
    .option("--bind-user <name>", "who asks: user@example.com, EXAMPLE\\user, or a distinguished name")
    .option("--password-file <path>", "file that holds the password")
    .option("--fingerprint <sha256>", "trust the directory's certificate by its SHA-256, and no other");
}
