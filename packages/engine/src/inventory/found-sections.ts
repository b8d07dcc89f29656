import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { HostScanSection, HostScanSectionState } from "@hostscan/contract";
import { type Inventory, SECTION_NAMES, type SectionName, type SectionState } from "@hostscan/scanner";
import { packFleeting } from "./fleeting.ts";
import { type KeptEntry, keptEntry } from "./kept-entry.ts";

/** A section that a scan has found another than it was. */
export interface FoundSection {
  readonly section: HostScanSection;
  readonly state: HostScanSectionState;
  readonly description: string | null;
  readonly digest: string;
  readonly mark: string;
  /** What its entries are now; absent where they are as they were, or could not be read. */
  readonly entries?: readonly KeptEntry[];
  /** Base64 of what moves by itself. */
  readonly fleeting: string | null;
}

/** What is known of a section before it is read again. */
export interface KnownSection {
  readonly section: HostScanSection;
  readonly digest: string;
  readonly mark: string;
}

/** The sections as the API numbers them. */
const SECTIONS: Readonly<Record<SectionName, HostScanSection>> = {
  users: HostScanSection.Users,
  groups: HostScanSection.Groups,
  services: HostScanSection.Services,
  scheduledTasks: HostScanSection.ScheduledTasks,
  software: HostScanSection.Features,
};

/** The scanner's names of sections; undefined where none are stated. */
export const sectionNames = (stated: readonly HostScanSection[] | null): SectionName[] | undefined =>
  stated === null ? undefined : SECTION_NAMES.filter((name) => stated.includes(SECTIONS[name]));

const STATES: Readonly<Record<SectionState, HostScanSectionState>> = {
  collected: HostScanSectionState.Collected,
  cutOff: HostScanSectionState.CutOff,
  denied: HostScanSectionState.Denied,
  unsupported: HostScanSectionState.Unsupported,
  failed: HostScanSectionState.Failed,
};

const LONGEST_DESCRIPTION = 1_000;

/** Entries between two turns of the event loop. */
const ENTRIES_PER_TURN = 500;

/** What keeps the section from being whole, for people. */
function descriptionOf({ missing = [], message }: Pick<Read, "missing" | "message">): string | null {
  const told = [...(message === undefined ? [] : [message]), ...missing].join("; ");
  return told.slice(0, LONGEST_DESCRIPTION) || null;
}

interface Read {
  readonly state: SectionState;
  readonly missing?: readonly string[] | undefined;
  readonly message?: string | undefined;
  readonly entries: readonly KeptEntry[];
}

/** The entries of a section by their keys, of which each is once, in the order of these. */
async function readSection<Name extends SectionName>(
  name: Name,
  inventory: Inventory,
  hostName: string,
): Promise<Read | undefined> {
  const section = inventory[name];
  if (section === undefined) return undefined;
  const kept = new Map<string, KeptEntry>();
  for (const [index, entry] of section.entries.entries()) {
    const one = keptEntry(name, entry, hostName);
    kept.set(one.key, one);
    if (index % ENTRIES_PER_TURN === ENTRIES_PER_TURN - 1) await nextTurn();
  }
  const { state, missing, message } = section;
  const entries = [...kept.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return { state, missing, message, entries };
}

async function digestOf(entries: readonly KeptEntry[]): Promise<string> {
  const hash = createHash("sha256");
  for (const [index, { key, data, account }] of entries.entries()) {
    hash.update(JSON.stringify([key, data, account]));
    if (index % ENTRIES_PER_TURN === ENTRIES_PER_TURN - 1) await nextTurn();
  }
  return hash.digest("base64url");
}

/**
 * What a scan has found of a host's inventory, but for sections that are as they were, whose writing is spared. Of one that
 * failed the entries stay as they are.
 */
export async function foundSections(
  inventory: Inventory,
  known: readonly KnownSection[],
  hostName: string,
): Promise<FoundSection[]> {
  const found: FoundSection[] = [];
  for (const name of SECTION_NAMES) {
    const read = await readSection(name, inventory, hostName);
    if (read === undefined) continue;
    const section = SECTIONS[name];
    const before = known.find((one) => one.section === section);
    const failed = read.state === "failed";
    const digest = failed ? (before?.digest ?? "") : await digestOf(read.entries);
    const description = descriptionOf(read);
    const fleeting = failed ? null : ((await packFleeting(read.entries))?.toString("base64") ?? null);
    const state = STATES[read.state];
    const mark = createHash("sha256")
      .update(JSON.stringify([digest, state, description, fleeting]))
      .digest("base64url");
    if (mark === before?.mark) continue;
    const isOther = !failed && digest !== before?.digest;
    found.push({
      ...{ section, state, description, digest, mark, fleeting },
      ...(isOther && { entries: read.entries }),
    });
  }
  return found;
}
