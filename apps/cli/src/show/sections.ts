import type { HostScanSection } from "@hostscan/client";

/** A section of what is on a host. */
interface SectionTable {
  /** As the API calls it. */
  readonly of: keyof typeof HostScanSection;
  /** The members of its entries that a table has room for. */
  readonly members: readonly string[];
}

/** The sections by what people call them. */
export const SECTIONS = {
  users: { of: "Users", members: ["name", "unixId", "displayName", "isDisabled", "lastLogonTimestamp"] },
  groups: { of: "Groups", members: ["name", "unixId", "members"] },
  services: { of: "Services", members: ["name", "userName", "state", "binaryPathName"] },
  tasks: { of: "ScheduledTasks", members: ["name", "userName", "isEnabled", "taskPath"] },
  software: { of: "Features", members: ["name", "version", "architecture", "publisher"] },
} as const satisfies Readonly<Record<string, SectionTable>>;

export type SectionWord = keyof typeof SECTIONS;

export const sectionWords: readonly string[] = Object.keys(SECTIONS);
