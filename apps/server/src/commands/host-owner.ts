import { findHostCalled } from "@hostscan/engine";
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
    .argument("[id-or-name]")
    .addOption(new Option("--to <owner>", "whose it is from now on").makeOptionMandatory())
    .option("--all-of <owner>", "change all hosts of this owner instead of one")
    .option("--json", "print one JSON object a line")
    .addHelpText("after", EXAMPLES)
    .action((called: string | undefined, flags: OwnerFlags) => changeOwner(io, chosen(called, flags), flags));
}

/** A host as it is called, or the owner of those that are meant. */
type Chosen = { readonly called: string } | { readonly owner: string | null };

function chosen(called: string | undefined, { allOf }: OwnerFlags): Chosen {
  if (called !== undefined && allOf === undefined) return { called };
  if (called === undefined && allOf !== undefined) return { owner: ownerOf(allOf) };
  throw new CommandFailure(ExitCode.Usage, "Name either a host or, by --all-of, an owner");
}

async function changeOwner(io: Io, hosts: Chosen, { to, ...flags }: OwnerFlags): Promise<void> {
  const outcome = await administer(io, flags, async ({ db, hostOwners }) => {
    if ("owner" in hosts) return hostOwners.change(hosts, ownerOf(to));
    const host = await findHostCalled(db, hosts.called);
    return host.ok ? hostOwners.change({ hostId: host.value.id }, ownerOf(to)) : host;
  });
  const changed = accepted(outcome);
  if (changed.length === 0) io.stderr.write("note: no host has changed its owner\n");
  for (const host of changed)
    await (flags.json ? printJson(io, host) : print(io, `${host.identity} belongs to ${to}\n`));
}
