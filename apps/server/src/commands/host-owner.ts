import type { OwnedHosts } from "@hostscan/engine";
import { type Command, Option } from "commander";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { print, printJson } from "../cli/print.ts";
import { accepted } from "../installation/accepted.ts";
import { administer, type Flags } from "./administer.ts";

/** What a host that belongs to no caller is said to belong to. */
export const ADMINS = "admins";

interface OwnerFlags extends Flags {
  readonly to: string;
  readonly allOf?: string;
  readonly json?: true;
}

const EXAMPLES = `
An owner is app:<name of the application's key>, user:<login>, token:<name> or, where only Admins are to change the
host, ${ADMINS}.

Examples:
  $ hostscan-server host change-owner 3f0f… --to app:portal
  $ hostscan-server host change-owner --all-of ${ADMINS} --to app:portal`;

const ownerOf = (text: string) => (text === ADMINS ? null : text);

/** Adds `host change-owner`. */
export function addChangeOwner(host: Command, io: Io): Command {
  return host
    .command("change-owner")
    .description("say who, besides Admins, may change where a host is and how it is trusted")
    .argument("[id]")
    .addOption(new Option("--to <owner>", "whose it is from now on").makeOptionMandatory())
    .option("--all-of <owner>", "change all hosts of this owner instead of one")
    .option("--json", "print one JSON object a line")
    .addHelpText("after", EXAMPLES)
    .action((id: string | undefined, flags: OwnerFlags) => changeOwner(io, chosen(id, flags), flags));
}

function chosen(id: string | undefined, { allOf }: OwnerFlags): OwnedHosts {
  if (id !== undefined && allOf === undefined) return { hostId: id };
  if (id === undefined && allOf !== undefined) return { owner: ownerOf(allOf) };
  throw new CommandFailure(ExitCode.Usage, "Name either a host or, by --all-of, an owner");
}

async function changeOwner(io: Io, hosts: OwnedHosts, { to, ...flags }: OwnerFlags): Promise<void> {
  const changed = accepted(
    await administer(io, flags, ({ hostOwners }) => hostOwners.change(hosts, ownerOf(to))),
  );
  for (const host of changed)
    await (flags.json ? printJson(io, host) : print(io, `${host.identity} belongs to ${to}\n`));
}
