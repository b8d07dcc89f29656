import type { HostScanChangeKind, HostScanSection, HostScanSectionState } from "@hostscan/contract";
import type { ColumnType, Generated, JSONColumnType } from "kysely";

/** Members of an entry, by the names that the API has for them. */
export type EntryData = Readonly<Record<string, unknown>>;

/** A section of a host's inventory, as scans have read it last. One that no scan has read has no row. */
export interface HostSectionTable {
  host_id: string;
  section: HostScanSection;
  state: HostScanSectionState;
  /** As which its entries were read; null where no scan has come so far. */
  read_state: HostScanSectionState | null;
  /** For people. */
  description: string | null;
  /** SHA-256 of its entries, but for what is fleeting. */
  digest: string;
  /** SHA-256 of all that was read: where it is the same again, nothing is written. */
  mark: string;
  /** How many entries are kept. */
  entries: number;
  /**
   * What is no change of an entry, such as when a task runs next: JSON by the entries' keys, deflated, since each scan
   * writes it anew.
   */
  fleeting: Buffer | null;
  /** When its entries were last found to be others. */
  changed_at: Generated<Date>;
}

/** An account, a group, a service, a task or a piece of software of a host. */
export interface HostEntryTable {
  host_id: string;
  section: HostScanSection;
  /** Unique in its section, and the same from scan to scan. */
  key: string;
  data: JSONColumnType<EntryData>;
  /** The account that it is, or runs as: in lower case, with its domain where it has one. */
  account: string | null;
  /** The same without its domain; null where it has none. */
  account_base: string | null;
  /** The SID or user id of an account. */
  identifier: string | null;
}

/** An entry that a scan found added, removed or altered. */
export interface InventoryChangeTable {
  id: Generated<string>;
  host_id: string;
  /** The job may have been removed since. */
  job_id: string;
  section: HostScanSection;
  kind: HostScanChangeKind;
  entry_name: string;
  /** Null of what was added. */
  before: JSONColumnType<EntryData> | null;
  /** Null of what was removed. */
  after: JSONColumnType<EntryData> | null;
  at: ColumnType<Date, never, never>;
}
