import { HostScanSection } from "@hostscan/contract";
import type { HostEntries, HostSection, Page, PageAsked, Result } from "@hostscan/core";
import { sql } from "kysely";
import type { InventoryReading } from "../visibility/visible-hosts.ts";
import { unpackFleeting } from "./fleeting.ts";
import { cutPage, fitting, foreignPageKey, readPageKey, writePageKey } from "./page-key.ts";
import { noHost } from "./read-hosts.ts";

const SECTIONS: Readonly<Record<HostSection, HostScanSection>> = {
  users: HostScanSection.Users,
  groups: HostScanSection.Groups,
  services: HostScanSection.Services,
  scheduledTasks: HostScanSection.ScheduledTasks,
  features: HostScanSection.Features,
};

/** SQL of an entry as the API shows it, but for what moves by itself: `entry` is the table. */
export const shownEntry = sql`
  entry.data || jsonb_build_object(
    'id', md5(concat_ws(' ', entry.host_id, entry.section, entry.key))::uuid, 'hostId', entry.host_id)`;

/** The entries of a section of a host, in the order of their keys; no host that the caller does not see has any. */
export async function listEntries<Section extends HostSection>(
  { db, visible }: InventoryReading,
  hostId: string,
  section: Section,
  { limit, after }: PageAsked,
): Promise<Result<Page<HostEntries[Section]>>> {
  const id = hostId.toLowerCase();
  const number = SECTIONS[section];
  const parts = after === undefined ? [] : readPageKey("entries", after);
  if (parts === undefined || (parts[0] ?? `${number}`) !== `${number}`) return foreignPageKey;
  const [, key] = parts;
  const known = await sql`select from host where host.id = ${id} and ${visible}`.execute(db);
  if (known.rows.length === 0) return noHost(id);
  const behind = key === undefined ? sql`` : sql`and entry.key > ${key}`;
  const entries = sql`
    select entry.key, ${shownEntry} as shown, octet_length(entry.data::text) as bytes from host_entry as entry
    where entry.host_id = ${id} and entry.section = ${number} ${behind}
    order by entry.key limit ${limit + 1}`;
  const { rows } = await sql<{ key: string; shown: HostEntries[Section]; found: number }>`${fitting(
    entries,
    sql`key`,
  )}`.execute(db);
  const keyOf = (last: { readonly key: string }) => writePageKey("entries", `${number}`, last.key);
  const { items, next } = cutPage(rows, limit, keyOf, rows[0]?.found);
  const { rows: sections } = await sql<{ fleeting: Buffer | null }>`
    select fleeting from host_section where host_id = ${id} and section = ${number}`.execute(db);
  const moving = await unpackFleeting(sections[0]?.fleeting);
  const shown = items.map((item) => ({ ...item.shown, ...moving(item.key) }));
  return { ok: true, value: { items: shown, ...(next !== undefined && { next }) } };
}
