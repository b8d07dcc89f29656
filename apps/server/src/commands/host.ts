import { removeHosts, type TrustRecord } from "@hostscan/engine";
import { type Command, Option } from "commander";
import { columns } from "../cli/columns.ts";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { print, printJson } from "../cli/print.ts";
import { addSettings } from "../configuration/flags.ts";
import { accepted } from "../installation/accepted.ts";
import { HOST_COLUMNS, type HostSource, type KnownHost, withTrust } from "../installation/known-host.ts";
import { systemUser } from "../installation/system-user.ts";
import { administer, type Flags, lookInto } from "./administer.ts";
import { ADMINS, addChangeOwner } from "./host-owner.ts";
import { trustRows, trustSummary, withAlgorithm } from "./trust-cells.ts";

/** All hosts by identity, a page at a time, so that however many there are they take little memory. */
export async function* hostPages(source: HostSource, perPage = 500): AsyncGenerator<readonly KnownHost[]> {
  let after = "";
  for (;;) {
    const hosts = await source.db
      .selectFrom("host")
      .select(HOST_COLUMNS)
      .where("identity", ">", after)
      .orderBy("identity")
      .limit(perPage)
      .execute();
    yield await withTrust(source, hosts);
    const last = hosts.at(-1);
    if (last === undefined || hosts.length < perPage) return;
    after = last.identity;
  }
}

/** The host with this id; undefined if there is none. */
async function findHost(source: HostSource, id: string): Promise<KnownHost | undefined> {
  const hosts = await source.db
    .selectFrom("host")
    .select(HOST_COLUMNS)
    // Compared as text, since what was typed need not be an id.
    .where((host) => host(host.cast<string>("id", "text"), "=", id.toLowerCase()))
    .execute();
  const [host] = await withTrust(source, hosts);
  return host;
}

/** Flags of `host trust`. */
interface TrustFlags extends Flags {
  readonly protocol: TrustRecord["protocol"];
  readonly thumbprint?: string;
  readonly json?: true;
}

/** Trusts what a host showed last, and prints what that is. */
async function trustHost(io: Io, hostId: string, flags: TrustFlags): Promise<void> {
  const { protocol, thumbprint } = flags;
  const request = { hostId, protocol, by: systemUser(), ...(thumbprint !== undefined && { thumbprint }) };
  const record = accepted(await administer(io, flags, ({ trust }) => trust.accept(request)));
  const key = withAlgorithm(record.pinnedThumbprint, record.pinnedAlgorithm);
  await (flags.json ? printJson(io, record) : print(io, `trusted by ${protocol}: ${key}\n`));
}

interface PrintFlags extends Flags {
  readonly json?: true;
}

const HEAD = ["ID", "HOST", "OWNER", "NAME", "OS", "VERSION", "LAST SCANNED", "TRUST"];

const REMOVE_NOTES = `
All of them go, or none: a host whose jobs have not ended stays. One with ended jobs needs --with-history.

Example:
  $ hostscan-server host remove web01.corp.example --with-history`;

interface RemoveFlags extends PrintFlags {
  readonly withHistory?: true;
}

/** Adds `host list`, `host show`, `host trust`, `host change-owner` and `host remove`. */
export function addHostCommands(program: Command, io: Io): void {
  const host = program.command("host").description("hosts that are known, and their keys");

  const list = host.command("list").description("list the hosts with what their last good scan told");
  list.option("--json", "print one JSON object a line").action((flags: PrintFlags) => listHosts(io, flags));

  const show = host.command("show").description("show a host, the keys it showed and the ones trusted");
  show
    .argument("<id>")
    .option("--json", "print the host as JSON")
    .action((id: string, flags: PrintFlags) => showHost(io, id, flags));

  const trust = host.command("trust").description("trust the key or certificate that a host showed");
  trust
    .argument("<id>")
    .addOption(
      new Option("--protocol <protocol>", "what it is shown by")
        .choices(["ssh", "winrm", "rdp"])
        .default("ssh"),
    )
    .option("--thumbprint <thumbprint>", "which of those it showed; else the last")
    .option("--json", "print the record of trust as JSON")
    .action((id: string, flags: TrustFlags) => trustHost(io, id, flags));

  const remove = host.command("remove").description("forget hosts, and the keys that are trusted of them");
  remove
    .argument("<id-or-name...>", "each by its id, DNS name, address or name")
    .option("--with-history", "remove what was scanned of them, too")
    .option("--json", "print each host as one JSON object a line")
    .addHelpText("after", REMOVE_NOTES)
    .action((called: string[], flags: RemoveFlags) => removeKnownHosts(io, called, flags));

  const changeOwner = addChangeOwner(host, io);

  for (const command of [list, show, trust, changeOwner, remove]) addSettings(command, "all");
}

async function listHosts(io: Io, flags: PrintFlags): Promise<void> {
  const table = columns(HEAD);
  await lookInto(io, flags, async (installation) => {
    for await (const hosts of hostPages(installation)) {
      if (flags.json) for (const host of hosts) await printJson(io, host);
      else await print(io, table.lines(hosts.map(cells)));
    }
  });
}

function cells({
  id,
  identity,
  owner,
  name,
  os,
  version,
  lastScannedAt,
  trust,
}: KnownHost): (string | null)[] {
  const scanned = lastScannedAt?.toISOString() ?? null;
  return [id, identity, owner ?? ADMINS, name, os, version, scanned, trustSummary(trust)];
}

async function showHost(io: Io, id: string, flags: PrintFlags): Promise<void> {
  const host = await lookInto(io, flags, (installation) => findHost(installation, id));
  if (host === undefined) throw new CommandFailure(ExitCode.Failure, `There is no host ${id}`);
  if (flags.json) return printJson(io, host);
  const [, ...rows] = cells(host).map((cell, column) => [HEAD[column] ?? "", cell] as const);
  await print(io, columns(["ID", host.id]).lines([...rows, ...host.trust.flatMap(trustRows)]));
}

async function removeKnownHosts(io: Io, called: readonly string[], flags: RemoveFlags): Promise<void> {
  const actor = { kind: "command", name: systemUser() } as const;
  const removal = { called, withHistory: flags.withHistory === true };
  const removed = accepted(await lookInto(io, flags, ({ db }) => removeHosts(db, actor, removal)));
  for (const host of removed) {
    const { identity, scans } = host;
    const text = scans > 0 ? `removed ${identity} and ${scans} scans of it` : `removed ${identity}`;
    await (flags.json ? printJson(io, host) : print(io, `${text}\n`));
  }
}
