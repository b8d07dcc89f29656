import type { Computer, ComputerQuery } from "@hostscan/directory";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { excerpt, listed, plainText } from "../cli/plain-text.ts";
import { printLines } from "../cli/print.ts";
import { connect } from "../connection/connect.ts";
import { trustCaFile } from "../connection/trust-ca.ts";
import { hostNameOf, scannable } from "../ou/computers.ts";
import { type DirectoryFlags, serverFlags } from "../ou/directory-flags.ts";
import { readDirectory } from "../ou/read-directory.ts";
import { organizationalUnit } from "../scan/sources.ts";
import { checkJq, type OutputFlags, printValue, wantsJson } from "../show/output.ts";
import { table } from "../show/table.ts";
import type { Run } from "./run.ts";
import { checkFlags, type SchedulingFlags, scheduleAndWait } from "./scan.ts";

export interface OuScanFlags extends DirectoryFlags, SchedulingFlags {
  readonly base: string;
  readonly credentialId?: string;
  readonly oneLevel?: true;
  readonly includeDisabled?: true;
  readonly changedSince?: Date;
  readonly lastLogonWithin?: number;
  readonly dryRun?: true;
}

export interface OuListFlags extends DirectoryFlags, OutputFlags {
  readonly base?: string;
}

/** `ou scan`: reads the computers of a unit from the directory, and has them scanned. */
export async function ouScan(run: Run, flags: OuScanFlags): Promise<void> {
  const { io } = run;
  const { base, credentialId, dryRun } = flags;
  await checkFlags(flags);
  if (credentialId === undefined && !dryRun) {
    throw new CommandFailure("BadInput", "name the credential by --credential-id, or give --dry-run");
  }
  // Whoever may not schedule need not wait for the directory.
  const client = dryRun ? undefined : await connect(io, serverFlags(flags));
  // Often it is the server's authority as well.
  if (client !== undefined && flags.caFile !== undefined) await trustCaFile(flags.caFile);
  const query = queryOf(flags);
  const computers = await readDirectory(io, flags, (directory, onProgress) =>
    directory.computers(query, onProgress),
  );
  const { hosts, nameless } = scannable(computers);
  if (nameless.length > 0) {
    io.stderr.write(`Left out, for DNS takes no such name: ${listed(nameless.map(plainText))}\n`);
  }
  if (client === undefined || credentialId === undefined) return showComputers(io, computers, flags);
  io.stderr.write(`${counted(hosts.length)} of ${plainText(base)}\n`);
  if (hosts.length > 0) await scheduleAndWait(run, client, organizationalUnit(hosts, credentialId), flags);
  else if (wantsJson(flags)) await printValue(io, { outcome: "Success", jobs: [] }, flags);
}

const counted = (hosts: number) => (hosts === 1 ? "1 host" : `${hosts} hosts`);

function queryOf(flags: OuScanFlags): ComputerQuery {
  const { base, oneLevel, includeDisabled, changedSince, lastLogonWithin } = flags;
  return {
    base,
    ...(oneLevel && { oneLevel }),
    ...(includeDisabled && { includeDisabled }),
    ...(changedSince && { changedSince }),
    ...(lastLogonWithin && { loggedOnSince: new Date(Date.now() - lastLogonWithin) }),
  };
}

async function showComputers(io: Io, computers: readonly Computer[], flags: OutputFlags): Promise<void> {
  if (wantsJson(flags)) {
    const shown = computers.map((computer) => ({ host: hostNameOf(computer) ?? null, ...computer }));
    return printValue(io, shown, flags);
  }
  const wide = flags.output === "wide";
  const head = [
    "HOST",
    "OPERATING SYSTEM",
    "LAST LOGON",
    "STATE",
    ...(wide ? ["CHANGED", "ID", "NAME"] : []),
  ];
  const cells = computers.map((computer) => [
    hostNameOf(computer) ?? `(${excerpt(computer.dnsHostName ?? computer.name)})`,
    // One that says something long of itself shall not move the columns of all out of sight.
    excerpt([computer.operatingSystem, computer.operatingSystemVersion].join(" ").trim()) || "-",
    dayOf(computer.lastLogon),
    computer.enabled ? "enabled" : "disabled",
    ...(wide ? [dayOf(computer.changed), computer.objectGuid ?? "-", computer.distinguishedName] : []),
  ]);
  await printTable(io, head, cells, "There are no such computers.");
}

const dayOf = (time: Date | undefined) => time?.toISOString().slice(0, 10) ?? "-";

/** `ou list`: the organizational units of a directory. */
export async function ouList({ io }: Run, flags: OuListFlags): Promise<void> {
  await checkJq(flags);
  const units = await readDirectory(io, flags, (directory, onProgress) =>
    directory.units(flags.base, onProgress),
  );
  if (wantsJson(flags)) return printValue(io, units, flags);
  const cells = units.map(({ name, distinguishedName, description = "" }) => [
    name,
    distinguishedName,
    description,
  ]);
  await printTable(io, ["NAME", "BASE", "DESCRIPTION"], cells, "There are no such units.");
}

async function printTable(
  io: Io,
  head: readonly string[],
  cells: readonly (readonly string[])[],
  none: string,
): Promise<void> {
  if (cells.length === 0) return void io.stderr.write(`${none}\n`);
  const lines = await table(
    head,
    cells.map((row) => row.map(plainText)),
  );
  await printLines(io, [lines.head, ...lines.rows]);
}
