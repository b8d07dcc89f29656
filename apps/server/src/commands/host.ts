import type { Command } from "commander";
import { columns } from "../cli/columns.ts";
import type { Io } from "../cli/io.ts";
import { print, printJson } from "../cli/print.ts";
import { addSettings } from "../configuration/flags.ts";
import { hostPages, type KnownHost } from "../installation/host-pages.ts";
import { administer, type Flags } from "./administer.ts";

interface ListFlags extends Flags {
  readonly json?: true;
}

const HEAD = ["ID", "HOST", "NAME", "OS", "VERSION", "LAST SCANNED"];

/** Adds `host list`. */
export function addHostCommands(program: Command, io: Io): void {
  const host = program.command("host").description("hosts that are known");
  const list = host.command("list").description("list the hosts with what their last good scan told");
  list.option("--json", "print one JSON object a line").action((flags: ListFlags) => listHosts(io, flags));
  addSettings(list, "all");
}

async function listHosts(io: Io, flags: ListFlags): Promise<void> {
  const table = columns(HEAD);
  await administer(io, flags, async ({ db }) => {
    for await (const hosts of hostPages(db)) {
      if (flags.json) for (const host of hosts) await printJson(io, host);
      else await print(io, table.lines(hosts.map(cells)));
    }
  });
}

function cells({ id, identity, name, os, version, lastScannedAt }: KnownHost): (string | null)[] {
  return [id, identity, name, os, version, lastScannedAt?.toISOString() ?? null];
}
