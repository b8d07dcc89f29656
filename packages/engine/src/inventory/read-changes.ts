import type { components } from "@hostscan/contract";
import type { ChangeFilter, Page, PageAsked, Result } from "@hostscan/core";
import { sql } from "kysely";
import type { InventoryReading } from "../visibility/visible-hosts.ts";
import { cutPage, fitting, foreignPageKey, readPageKey, writePageKey } from "./page-key.ts";
import { moment, readMoment, tooEarly } from "./read-hosts.ts";

type HostScanChange = components["schemas"]["HostScanChange"];

function conditions({ hostId, since, section, kind }: ChangeFilter) {
  const all = [sql`true`];
  if (hostId !== undefined) all.push(sql`change.host_id = ${hostId.toLowerCase()}`);
  if (since !== undefined) all.push(sql`change.at >= ${readMoment(since)}::timestamptz`);
  if (section !== undefined) all.push(sql`change.section = ${section}`);
  if (kind !== undefined) all.push(sql`change.kind = ${kind}`);
  return sql`${sql.join(all, sql` and `)}`;
}

/** `GetChanges`: what scans found changed of hosts that the caller sees, the newest first. */
export async function listChanges(
  { db, visible, visibleJobs }: InventoryReading,
  { limit, after, ...filter }: PageAsked & ChangeFilter,
): Promise<Result<Page<HostScanChange>>> {
  const key = after === undefined ? [] : readPageKey("changes", after);
  if (key === undefined) return foreignPageKey;
  if (filter.since !== undefined && readMoment(filter.since) === undefined) return tooEarly("since");
  const [at, id] = key;
  const behind =
    at === undefined
      ? sql``
      : sql`and (change.at, change.id) <
        ('epoch'::timestamptz + ${at}::bigint * interval '1 microsecond', ${id}::uuid)`;
  const changes = sql`
    select change.at as moment, change.id, (extract(epoch from change.at) * 1000000)::bigint::text as at,
      octet_length(concat(change.before, change.after)) as bytes, json_build_object(
      'id', change.id, 'hostId', host.id, 'dnsHostName', host.dns_host_name,
      'ipAddress', coalesce(host.ip_address, host.observed_ip_address),
      'hostScanJobId', (
        select host_scan_job.id from host_scan_job where host_scan_job.id = change.job_id and ${visibleJobs}),
      'section', change.section, 'kind', change.kind, 'entryName', change.entry_name,
      'changedTimeUtc', ${moment(sql`change.at`)}, 'from', change.before, 'to', change.after
    ) as shown
    from inventory_change as change join host on host.id = change.host_id
    where ${visible} and ${conditions(filter)} ${behind}
    order by change.at desc, change.id desc limit ${limit + 1}`;
  const { rows } = await sql<{ at: string; shown: HostScanChange; found: number }>`${fitting(
    changes,
    sql`moment desc, id desc`,
  )}`.execute(db);
  const keyOf = ({ at: last, shown }: { readonly at: string; readonly shown: HostScanChange }) =>
    writePageKey("changes", last, shown.id);
  const { items, next } = cutPage(rows, limit, keyOf, rows[0]?.found);
  return { ok: true, value: { items: items.map(({ shown }) => shown), ...(next !== undefined && { next }) } };
}
