import { removeHosts } from "@hostscan/engine";
import { type Command, Option } from "commander";
import { columns } from "../cli/columns.ts";
import type { Io } from "../cli/io.ts";
import { print, printJson } from "../cli/print.ts";
import { addSettings } from "../configuration/flags.ts";
import { accepted } from "../installation/accepted.ts";
import { findKnownHost, hostPages, type KnownHost } from "../installation/known-host.ts";
import { systemUser } from "../installation/system-user.ts";
import { type Flags, lookInto } from "./administer.ts";
import { addEdit } from "./host-edit.ts";
import { FILTER_NOTES, filterOf, readFilter, type StatedFilter } from "./host-filter.ts";
import { ADMINS, addChangeOwner } from "./host-owner.ts";
import { addTrust } from "./host-trust.ts";
import { trustRows, trustSummary } from "./trust-cells.ts";

interface PrintFlags extends Flags {
  readonly json?: true;
}

interface ListFlags extends PrintFlags {
  readonly filter?: StatedFilter;
}

const HEAD = [
  "ID",
  "HOST",
  "OWNER",
  "CREDENTIAL",
  "NAME",
  "OS",
  "VERSION",
  "LAST SCANNED",
  "LAST STATUS",
  "TRUST",
];

const REMOVE_NOTES = `
All of them go, or none: a host whose jobs have not ended stays. One with ended jobs needs --with-history.

Example:
  $ hostscan-server host remove web01.corp.example --with-history`;

interface RemoveFlags extends PrintFlags {
  readonly withHistory?: true;
}

/** Adds `host list`, `host show`, `host edit`, `host trust`, `host change-owner` and `host remove`. */
export function addHostCommands(program: Command, io: Io): void {
  const host = program.command("host").description("hosts that are known, and their keys");

  const list = host.command("list").description("list the hosts with what their last good scan told");
  list
    .addOption(
      new Option("--filter <what=value>", "only those of which this holds; may be given again").argParser(
        readFilter,
      ),
    )
    .option("--json", "print one JSON object a line")
    .addHelpText("after", FILTER_NOTES)
    .action((flags: ListFlags) => listHosts(io, flags));

  const show = host
    .command("show")
    .description("show a host, its last failure, the keys it showed and the ones trusted");
  show
    .argument("<id-or-name>")
    .option("--json", "print the host as JSON")
    .action((called: string, flags: PrintFlags) => showHost(io, called, flags));

  const remove = host.command("remove").description("forget hosts, and the keys that are trusted of them");
  remove
    .argument("<id-or-name...>", "each by its id, DNS name, address or name")
    .option("--with-history", "remove what was scanned of them, too")
    .option("--json", "print each host as one JSON object a line")
    .addHelpText("after", REMOVE_NOTES)
    .action((called: string[], flags: RemoveFlags) => removeKnownHosts(io, called, flags));

  const trust = addTrust(host, io);
  const edit = addEdit(host, io);
  const changeOwner = addChangeOwner(host, io);

  for (const command of [list, show, trust, changeOwner, remove]) addSettings(command, "all");
  addSettings(edit, "scans");
}

async function listHosts(io: Io, flags: ListFlags): Promise<void> {
  const filter = filterOf(flags.filter);
  const table = columns(HEAD);
  await lookInto(io, flags, async (installation) => {
    for await (const hosts of hostPages(installation, { filter })) {
      if (flags.json) for (const host of hosts) await printJson(io, host);
      else await print(io, table.lines(hosts.map(cells)));
    }
  });
}

function cells({
  id,
  identity,
  owner,
  credential,
  name,
  os,
  version,
  lastScannedAt,
  lastStatus,
  trust,
}: KnownHost): (string | null)[] {
  const scanned = lastScannedAt?.toISOString() ?? null;
  const whose = owner ?? ADMINS;
  return [id, identity, whose, credential, name, os, version, scanned, lastStatus, trustSummary(trust)];
}

/** What a list has no room for. */
function moreRows({ address, platform, lastFailure }: KnownHost): (readonly [string, string | null])[] {
  const place = [["ADDRESS", address] as const, ["PLATFORM", platform] as const];
  if (lastFailure === null) return [...place, ["LAST FAILURE", null]];
  const { at, reason, description, jobId } = lastFailure;
  return [
    ...place,
    ["LAST FAILURE", `${at.toISOString()} ${reason}`],
    ["FAILED BECAUSE", description],
    ["FAILED IN JOB", jobId],
  ];
}

async function showHost(io: Io, called: string, flags: PrintFlags): Promise<void> {
  for (const host of await lookInto(io, flags, (installation) => findKnownHost(installation, called)))
    await (flags.json ? printJson(io, host) : printHost(io, host));
}

async function printHost(io: Io, host: KnownHost): Promise<void> {
  const [, ...rows] = cells(host).map((cell, column) => [HEAD[column] ?? "", cell] as const);
  await print(
    io,
    columns(["ID", host.id]).lines([...rows, ...moreRows(host), ...host.trust.flatMap(trustRows)]),
  );
}

async function removeKnownHosts(io: Io, called: readonly string[], flags: RemoveFlags): Promise<void> {
  const actor = { kind: "command", name: systemUser() } as const;
  const removal = { called, withHistory: flags.withHistory === true };
  const removed = accepted(await lookInto(io, flags, ({ db }) => removeHosts(db, actor, removal)));
  for (const host of removed) {
    const { identity, scans } = host;
    const history = scans === 1 ? "1 scan" : `${scans} scans`;
    const text = scans > 0 ? `removed ${identity} and ${history} of it` : `removed ${identity}`;
    await (flags.json ? printJson(io, host) : print(io, `${text}\n`));
  }
}
