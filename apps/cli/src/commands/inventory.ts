import {
  ActionStatus,
  CertificateType,
  HostScanChangeKind,
  type HostScanClient,
  HostScanSection,
  HostScanSectionState,
  nameOf,
} from "@hostscan/client";
import { CommandFailure } from "../cli/failure.ts";
import { plainText } from "../cli/plain-text.ts";
import { printLines } from "../cli/print.ts";
import { type ConnectionFlags, connect } from "../connection/connect.ts";
import { type CsvFlags, printCsv } from "../show/csv-pages.ts";
import { checkJq, printValue, wantsJson } from "../show/output.ts";
import { type Columns, type LimitFlags, limited, printItems } from "../show/printed-list.ts";
import { SECTIONS, type SectionWord } from "../show/sections.ts";
import { table } from "../show/table.ts";
import { hostCalled } from "./find-host.ts";
import { LARGEST_PAGE } from "./find-job.ts";
import type { Run } from "./run.ts";

type Item<Method extends "listHosts" | "listAccounts" | "listChanges"> =
  ReturnType<HostScanClient[Method]> extends AsyncIterable<infer Each> ? Each : never;

export interface HostsFlags extends ConnectionFlags, LimitFlags, CsvFlags {
  readonly name?: string;
  readonly os?: string;
  readonly status?: string;
  readonly source?: string;
  readonly scannedSince?: Date;
}

export interface ChangesFlags extends ConnectionFlags, LimitFlags, CsvFlags {
  readonly host?: string;
  readonly section?: SectionWord;
  readonly since?: Date;
}

/** A cell of a table: `-` where there is nothing. */
const cell = (value: unknown): string => plainText(value) || "-";

/** A member of an enumeration by its name in any letter case. @throws {CommandFailure} for one that there is not */
function memberOf<Value extends number>(
  of: Readonly<Record<string, Value>>,
  name: string,
  what: string,
): Value {
  const found = Object.entries(of).find(([each]) => each.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found[1];
  throw new CommandFailure("BadInput", `"${name}" is no ${what}: one of ${Object.keys(of).join(", ")}`);
}

/** `hosts`. */
export async function hosts({ io }: Run, flags: HostsFlags): Promise<void> {
  await checkJq(flags);
  const { name, os, source, status, scannedSince } = flags;
  const filter = {
    ...{ name, os, source, scannedSince: scannedSince?.toISOString() },
    status: status === undefined ? undefined : memberOf(ActionStatus, status, "status"),
  };
  const client = await connect(io, flags);
  if (flags.csv)
    return printCsv(io, flags, ({ page, init }) =>
      client.GET("/api/v1/HostScanJob/Host", { params: { query: stated({ ...filter, ...page }) }, ...init }),
    );
  await printItems(io, limited(client.listHosts(filter, pages(flags)), flags), flags, HOSTS);
}

const HOSTS: Columns<Item<"listHosts">> = {
  head: ["HOST", "STATUS", "SYSTEM", "LAST SCANNED", "ID"],
  none: "There are no such hosts.",
  rows: (items) =>
    items.map(({ id, dnsHostName, ipAddress, name, status, os, version, lastScanTimeUtc }) => [
      cell(dnsHostName || ipAddress || name),
      cell(status === null || status === undefined ? status : nameOf(ActionStatus, status)),
      cell([os, version].filter(Boolean).join(" ")),
      cell(lastScanTimeUtc),
      cell(id),
    ]),
};

/** `host`. */
export async function host(
  { io }: Run,
  called: string,
  section: SectionWord | undefined,
  flags: ConnectionFlags & LimitFlags & CsvFlags,
): Promise<void> {
  await checkJq(flags);
  const client = await connect(io, flags);
  const hostId = await hostCalled(client, called);
  if (section !== undefined && flags.csv) {
    const path = `/api/v1/HostScanJob/Host/{hostId}/${SECTIONS[section].of}` as const;
    return printCsv(io, flags, ({ page, init }) =>
      client.GET(path, { params: { path: { hostId }, query: page }, ...init }),
    );
  }
  if (section !== undefined) {
    const entries = client.listEntries(hostId, SECTIONS[section].of, pages(flags));
    return printItems(io, limited(entries, flags), flags, entriesOf(section));
  }
  const found = await client.getHost(hostId);
  if (wantsJson(flags)) return printValue(io, found, flags);
  const facts = [
    ["Name", found.name],
    ["DNS name", found.dnsHostName],
    ["Address", found.ipAddress],
    ["System", [found.os, found.version].filter(Boolean).join(" ")],
    ["Last scanned", found.lastScanTimeUtc],
  ].map(([name, value]) => [cell(name), cell(value)]);
  const sections = found.hostScanSection.map(({ section: of, state, entries, stateDescription }) => [
    cell(nameOf(HostScanSection, of)),
    cell(nameOf(HostScanSectionState, state)),
    cell(entries),
    cell(stateDescription),
  ]);
  const trust = found.hostScanTrust.map(({ certificateType, trustedThumbprint, discoveredThumbprint }) => [
    cell(nameOf(CertificateType, certificateType)),
    cell(trustedThumbprint),
    cell(discoveredThumbprint),
  ]);
  const parts = [
    await table(["HOST", cell(found.id)], facts),
    await table(["SECTION", "STATE", "ENTRIES", "REMARK"], sections),
    await table(["KEY", "TRUSTED", "SHOWN"], trust),
  ].filter(({ rows }) => rows.length > 0);
  await printLines(
    io,
    parts.flatMap(({ head, rows }, index) => [...(index > 0 ? [""] : []), head, ...rows]),
  );
}

function entriesOf(section: SectionWord): Columns<object> {
  const { members } = SECTIONS[section];
  return {
    head: members.map((member) => member.replaceAll(/[A-Z]/g, " $&").toUpperCase()),
    none: `No ${section} are known of this host.`,
    rows: (items) => items.map((item) => members.map((member) => memberCell(Reflect.get(item, member)))),
  };
}

function memberCell(value: unknown): string {
  if (!Array.isArray(value)) return cell(value);
  return cell(value.map((one: unknown) => Object(one)["name"]).join(", "));
}

/** `users find`. */
export async function findUsers(
  { io }: Run,
  name: string,
  flags: ConnectionFlags & LimitFlags & CsvFlags,
): Promise<void> {
  await checkJq(flags);
  const client = await connect(io, flags);
  const filter = /^S-\d/i.test(name) ? { sid: name } : { name };
  if (flags.csv)
    return printCsv(io, flags, ({ page, init }) =>
      client.GET("/api/v1/HostScanJob/User", { params: { query: { ...filter, ...page } }, ...init }),
    );
  const accounts = client.listAccounts(filter, pages(flags));
  await printItems(io, limited(accounts, flags), flags, {
    head: ["HOST", "USER", "SERVICES", "TASKS"],
    none: `No host has an account "${name}", or runs anything as it.`,
    rows: (items: readonly Item<"listAccounts">[]) =>
      items.map(({ dnsHostName, ipAddress, userName, services, scheduledTasks }) => [
        cell(dnsHostName || ipAddress),
        cell(userName),
        cell(services?.join(", ")),
        cell(scheduledTasks?.join(", ")),
      ]),
  });
}

/** `changes`. */
export async function changes({ io }: Run, flags: ChangesFlags): Promise<void> {
  await checkJq(flags);
  const client = await connect(io, flags);
  const filter = {
    hostId: flags.host === undefined ? undefined : await hostCalled(client, flags.host),
    since: flags.since?.toISOString(),
    section: flags.section && HostScanSection[SECTIONS[flags.section].of],
  };
  if (flags.csv)
    return printCsv(io, flags, ({ page, init }) =>
      client.GET("/api/v1/HostScanJob/Change", {
        params: { query: stated({ ...filter, ...page }) },
        ...init,
      }),
    );
  await printItems(io, limited(client.listChanges(filter, pages(flags)), flags), flags, CHANGES);
}

const CHANGES: Columns<Item<"listChanges">> = {
  head: ["WHEN", "HOST", "SECTION", "KIND", "NAME", "WHAT"],
  none: "Nothing is known to have changed.",
  rows: (items) =>
    items.map(({ changedTimeUtc, dnsHostName, ipAddress, section, kind, entryName, from, to }) => [
      cell(changedTimeUtc),
      cell(dnsHostName || ipAddress),
      cell(nameOf(HostScanSection, section)),
      cell(nameOf(HostScanChangeKind, kind)),
      cell(entryName),
      cell(altered(from, to).join(", ")),
    ]),
};

/** The members that are not what they were, with what they are. */
function altered(from: unknown, to: unknown): string[] {
  if (!from || !to) return [];
  const [before, after] = [Object(from), Object(to)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map(
      (name) => `${name} ${JSON.stringify(before[name] ?? null)} → ${JSON.stringify(after[name] ?? null)}`,
    );
}

function pages({ limit, all }: LimitFlags): { readonly pageSize: number } {
  return { pageSize: all ? LARGEST_PAGE : Math.min(limit, LARGEST_PAGE) };
}

type Stated<Members> = { readonly [Name in keyof Members]: Exclude<Members[Name], undefined> };

/** The members that are stated: a query has no others. */
const stated = <Members extends object>(members: Members): Partial<Stated<Members>> =>
  Object.assign(
    {},
    ...Object.entries(members).map(([name, value]) => (value === undefined ? {} : { [name]: value })),
  );
