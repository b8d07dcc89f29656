import type { Command } from "commander";
import type { OuListFlags, OuScanFlags } from "../commands/ou.ts";
import { addOutputFlags, type CommandContext, examples } from "./command-context.ts";
import { age, instant } from "./option-values.ts";
import { addSchedulingFlags } from "./scan-commands.ts";

const NOTES = `
The directory is named by --directory, by --server with ldaps:// or ldap://, or by HOSTSCAN_DIRECTORY_URL. It is
asked over TLS only: ldap:// begins with StartTLS. The password comes from --password-file, from
HOSTSCAN_DIRECTORY_PASSWORD, or is asked for; the user from --bind-user or HOSTSCAN_DIRECTORY_USER. --ca-file (or
HOSTSCAN_DIRECTORY_CA_FILE) names the authority that the directory's certificate is from. The server that scans is the
one of HOSTSCAN_URL or \`login\`, or --server where --directory names the directory.`;

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
            "",
          ],
          [
            "hostscan ou scan -b OU=Servers,DC=example,DC=com --credential-id 9c711ab3-… --wait",
            "and scan them",
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
