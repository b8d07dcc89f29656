import type { components, operations } from "./generated/types.ts";
import type { List } from "./list.ts";
import type { CallOptions, ListOptions } from "./options.ts";

type Schemas = components["schemas"];

/** The filters of a list: what its operation takes besides the page. */
type Filter<Id extends "Get" | "GetHosts" | "GetUsers" | "GetChanges"> = {
  readonly [Name in Exclude<keyof NonNullable<operations[Id]["parameters"]["query"]>, "limit" | "after">]?:
    | NonNullable<operations[Id]["parameters"]["query"]>[Name]
    | undefined;
};

export type JobFilter = Filter<"Get">;
export type HostFilter = Filter<"GetHosts">;
export type AccountFilter = Filter<"GetUsers">;
export type ChangeFilter = Filter<"GetChanges">;

/** What the entries of each section of a host's inventory are. */
export interface HostEntries {
  readonly Users: Schemas["HostScanUser"];
  readonly Groups: Schemas["HostScanGroup"];
  readonly Services: Schemas["HostScanService"];
  readonly ScheduledTasks: Schemas["HostScanScheduledTask"];
  readonly Features: Schemas["HostScanFeature"];
}

/** What scans found on hosts: the part of the client that reads it. Each list starts anew with each iteration. */
export interface InventoryReads {
  /** The hosts that were onboarded, or those that fit the filter. */
  listHosts(filter?: HostFilter, options?: ListOptions): List<Schemas["HostScanHost"]>;
  /** What is known of a host: its facts, its trust, and how far its inventory was read. */
  getHost(hostId: string, options?: CallOptions): Promise<Schemas["HostScanHost"]>;
  /** The entries of a section of a host: `listEntries(hostId, "Services")`. */
  listEntries<Section extends keyof HostEntries>(
    hostId: string,
    section: Section,
    options?: ListOptions,
  ): List<HostEntries[Section]>;
  /** Accounts over all hosts, with the services and tasks that run as them: `listAccounts({ name: "backup" })`. */
  listAccounts(filter?: AccountFilter, options?: ListOptions): List<Schemas["HostScanAccount"]>;
  /** What scans found changed, the newest first. */
  listChanges(filter?: ChangeFilter, options?: ListOptions): List<Schemas["HostScanChange"]>;
}
