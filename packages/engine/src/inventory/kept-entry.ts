import { createHash } from "node:crypto";
import { type components, ServiceStartType, UserPrivilege } from "@hostscan/contract";
import type { SectionEntries, SectionName } from "@hostscan/scanner";
import { accountOf } from "./account.ts";

type Schemas = components["schemas"];

type EntryData = Readonly<Record<string, unknown>>;

/** An entry of a section as it is kept. */
export interface KeptEntry {
  readonly key: string;
  readonly name: string;
  /** By the names that the API has for it. */
  readonly data: EntryData;
  /** What may be another at each scan, and makes the entry no other. */
  readonly fleeting?: EntryData;
  readonly account?: string;
  readonly base?: string;
  readonly identifier?: string | undefined;
}

/** What is told of an entry; what is undefined is left out. */
type Told<Schema> = Schema extends readonly (infer Item)[]
  ? readonly Told<Item>[]
  : Schema extends object
    ? { readonly [Name in keyof Schema]?: Told<Schema[Name]> | undefined }
    : Schema;

type Reader<Entry> = (entry: Entry, hostName: string) => Omit<KeptEntry, "key" | "name">;

const privileges: ReadonlyMap<string, UserPrivilege> = new Map(Object.entries(UserPrivilege));

/** What of an entry moves by itself; nothing where the host tells nothing of it. */
function moving(members: EntryData): Pick<KeptEntry, "fleeting"> {
  const told = Object.entries(members).filter(([, value]) => value !== undefined);
  return told.length > 0 ? { fleeting: Object.fromEntries(told) } : {};
}

const user: Reader<SectionEntries["users"]> = ({ key: _, lastLogonTimestamp, ...rest }, hostName) => {
  const data: Told<Schemas["HostScanUser"]> = { ...rest, privilege: privileges.get(rest.privilege) };
  const identifier = rest.sid ?? rest.unixId?.toString();
  return { data, ...moving({ lastLogonTimestamp }), ...accountOf(rest.name, hostName), identifier };
};

const group: Reader<SectionEntries["groups"]> = ({ key: _, ...rest }) => {
  const data: Told<Schemas["HostScanGroup"]> = rest;
  return { data };
};

const service: Reader<SectionEntries["services"]> = (entry, hostName) => {
  // Of a Windows, what a service may be told to do depends on its state.
  const { key: _, state, canStop, canShutdown, canPauseAndContinue, ...rest } = entry;
  const startType = rest.startType && ServiceStartType[rest.startType];
  const data: Told<Schemas["HostScanService"]> = { ...rest, startType };
  const moves = moving({ state, canStop, canShutdown, canPauseAndContinue });
  return { data, ...moves, ...(rest.userName && accountOf(rest.userName, hostName)) };
};

const task: Reader<SectionEntries["scheduledTasks"]> = (entry, hostName) => {
  const { key: _, triggers, actions, nextRunTimeUtc, lastRunTimeUtc, lastRunResult, ...rest } = entry;
  const data: Told<Schemas["HostScanScheduledTask"]> = {
    ...rest,
    scheduledTaskTriggers: triggers,
    scheduledTaskActions: actions,
  };
  return {
    data,
    ...moving({ nextRunTimeUtc, lastRunTimeUtc, lastRunResult }),
    ...(rest.userName && accountOf(rest.userName, hostName)),
  };
};

const software: Reader<SectionEntries["software"]> = ({ key: _, ...rest }) => {
  const data: Told<Schemas["HostScanFeature"]> = rest;
  return { data };
};

const readers: { readonly [Name in SectionName]: Reader<SectionEntries[Name]> } = {
  users: user,
  groups: group,
  services: service,
  scheduledTasks: task,
  software,
};

const LONGEST_KEY = 160;

/** A key that fits an index and a cursor: of a long one its beginning, and what tells it from others. */
function keptKey(key: string): string {
  if (key.length <= LONGEST_KEY) return key;
  const rest = createHash("sha256").update(key).digest("base64url");
  return `${key.slice(0, LONGEST_KEY - rest.length).toWellFormed()}${rest}`;
}

/** How an entry that was read of a host is kept. Its texts are as long as the scanner lets them be. */
export function keptEntry<Name extends SectionName>(
  section: Name,
  entry: SectionEntries[Name],
  hostName: string,
): KeptEntry {
  return { key: keptKey(entry.key), name: entry.name, ...readers[section](entry, hostName) };
}
