import type { components } from "@hostscan/contract";
import type { CallContext } from "./caller.ts";
import type { Result } from "./result.ts";

type Schemas = components["schemas"];

/** Which page of a list is asked for. */
export interface PageAsked {
  readonly limit: number;
  /** The cursor that the page before gave as `next`; absent for the first page. */
  readonly after?: string;
}

/** A page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Cursor of the following page; absent on the last one. */
  readonly next?: string;
}

/** Which hosts are listed: those that fit all that is stated. In `name` and `os`, `*` is any text and `?` any character. */
export interface HostFilter {
  readonly name?: string;
  readonly os?: string;
  /** Of the newest scan that the caller sees. */
  readonly status?: Schemas["ActionStatus"];
  /** RFC 3339. */
  readonly scannedSince?: string;
  readonly credentialId?: string;
  readonly source?: string;
}

/** Which accounts are listed; all of them where nothing is stated. */
export interface AccountFilter {
  /** With its domain, or without for one of whatever domain. */
  readonly name?: string;
  readonly sid?: string;
  readonly unixId?: number;
}

/** Which changes are listed: those that fit all that is stated. */
export interface ChangeFilter {
  readonly hostId?: string;
  /** RFC 3339. */
  readonly since?: string;
  readonly section?: Schemas["HostScanSection"];
  readonly kind?: Schemas["HostScanChangeKind"];
}

/** What the entries of each section of an inventory are. */
export interface HostEntries {
  readonly users: Schemas["HostScanUser"];
  readonly groups: Schemas["HostScanGroup"];
  readonly services: Schemas["HostScanService"];
  readonly scheduledTasks: Schemas["HostScanScheduledTask"];
  readonly features: Schemas["HostScanFeature"];
}

/** A section of a host's inventory. */
export type HostSection = keyof HostEntries;

/** The part of the port that reads what scans have found on hosts. */
export interface InventoryService {
  /** Lists hosts in the order of their ids (`GetHosts`). */
  listHosts(
    asked: PageAsked & HostFilter,
    context: CallContext,
  ): Promise<Result<Page<Schemas["HostScanHost"]>>>;

  /** Reads a host (`GetHost`). */
  getHost(hostId: string, context: CallContext): Promise<Result<Schemas["HostScanHost"]>>;

  /** Lists the entries of a section of a host (`GetHostUsers` and its like). */
  listEntries<Section extends HostSection>(
    hostId: string,
    section: Section,
    page: PageAsked,
    context: CallContext,
  ): Promise<Result<Page<HostEntries[Section]>>>;

  /** Lists accounts over all hosts, and what runs as them (`GetUsers`). */
  listAccounts(
    asked: PageAsked & AccountFilter,
    context: CallContext,
  ): Promise<Result<Page<Schemas["HostScanAccount"]>>>;

  /** Lists what scans found changed, newest first (`GetChanges`). */
  listChanges(
    asked: PageAsked & ChangeFilter,
    context: CallContext,
  ): Promise<Result<Page<Schemas["HostScanChange"]>>>;
}
