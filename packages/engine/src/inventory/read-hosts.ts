import { CertificateType, type components } from "@hostscan/contract";
import {
  type HostFilter,
  invalidMember,
  notFound,
  type Page,
  type PageAsked,
  type Result,
} from "@hostscan/core";
import { type RawBuilder, sql } from "kysely";
import { likePattern } from "../hosts/list-hosts.ts";
import type { InventoryReading } from "../visibility/visible-hosts.ts";
import { cutPage, foreignPageKey, readPageKey, writePageKey } from "./page-key.ts";

export type HostScanHost = components["schemas"]["HostScanHost"];

/** SQL of a moment, as the API writes it. */
export const moment = (value: RawBuilder<unknown>) =>
  sql<string | null>`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** A name that was proved by Kerberos is no key or certificate, and has no type among these. */
const TYPES = sql`(values ('ssh', ${sql.lit(CertificateType.SSH)}), ('winrm', ${sql.lit(CertificateType.WinRM)}),
  ('rdp', ${sql.lit(CertificateType.RDP)}))`;

/**
 * A moment of a filter, as Postgres takes it; undefined for one before the year 1. Offsets that it does not know are read
 * here.
 */
export function readMoment(text: string): string | undefined {
  const moment = new Date(text);
  return moment.getUTCFullYear() >= 1 ? moment.toISOString() : undefined;
}

export const tooEarly = (path: string) => invalidMember(path, "must be a moment after the year 0");

/** SQL of the status of the newest scan of a host that the caller sees. */
const newestStatus = (visibleJobs: RawBuilder<boolean>) => sql<number | null>`(
  select scan.status from host_scan_host as scan join host_scan_job on host_scan_job.id = scan.job_id
  where scan.host_id = host.id and ${visibleJobs}
  order by host_scan_job.created_at desc, host_scan_job.id desc limit 1)`;

/** SQL of hosts as the API shows them, to which conditions are added. */
const shownHosts = ({ visible, visibleJobs }: InventoryReading) => sql<HostScanHost>`
  select host.id, host.id as "hostId", host.name, host.dns_host_name as "dnsHostName",
    coalesce(host.ip_address, host.observed_ip_address) as "ipAddress", host.ssh_port as "sshPort", host.os, host.version,
    host.platform as "platformName", host.credential_id as "credentialId", host.source,
    ${newestStatus(visibleJobs)} as status, ${moment(sql`host.last_scanned_at`)} as "lastScanTimeUtc",
    host.trust_action as "sshTrustActionType",
    host.accept_first_discovery as "acceptThumbprintOnFirstDiscovery", host.certificate_type as "certificateType",
    (
      select coalesce(json_agg(json_build_object(
        'certificateType', type.number, 'trustedThumbprint', pinned_thumbprint,
        'discoveredThumbprint', observed_thumbprint, 'lastSeenTimeUtc', ${moment(sql`last_seen`)}
      ) order by protocol), '[]') from trust_record join ${TYPES} as type (name, number) on type.name = protocol
      where trust_record.host_id = host.id
    ) as "hostScanTrust",
    (
      select coalesce(json_agg(json_build_object(
        'section', section, 'state', state, 'stateDescription', description, 'entries', entries,
        'changedTimeUtc', ${moment(sql`changed_at`)}
      ) order by section), '[]') from host_section where host_section.host_id = host.id
    ) as "hostScanSection"
  from host where ${visible}`;

function conditions({ visibleJobs }: InventoryReading, filter: HostFilter): RawBuilder<boolean> {
  const { name, os, status, scannedSince, credentialId, source } = filter;
  const all = [sql<boolean>`true`];
  if (name !== undefined) {
    const like = likePattern(name);
    const called = ["dns_host_name", "name", "ip_address", "observed_ip_address"].map(
      (column) => sql<boolean>`lower(host.${sql.ref(column)}) like ${like}`,
    );
    all.push(sql<boolean>`(${sql.join(called, sql` or `)})`);
  }
  if (os !== undefined) all.push(sql<boolean>`lower(host.os) like ${likePattern(os)}`);
  if (status !== undefined) all.push(sql<boolean>`${newestStatus(visibleJobs)} = ${status}`);
  if (scannedSince !== undefined)
    all.push(sql<boolean>`host.last_scanned_at >= ${readMoment(scannedSince)}::timestamptz`);
  if (credentialId !== undefined) all.push(sql<boolean>`host.credential_id = ${credentialId.toLowerCase()}`);
  if (source !== undefined) all.push(sql<boolean>`host.source = ${source}`);
  return sql<boolean>`${sql.join(all, sql` and `)}`;
}

/** `GetHosts`: the hosts that the caller sees and that fit the filters, in the order of their ids. */
export async function listHosts(
  reading: InventoryReading,
  { limit, after, ...filter }: PageAsked & HostFilter,
): Promise<Result<Page<HostScanHost>>> {
  const key = after === undefined ? [] : readPageKey("hosts", after);
  if (key === undefined) return foreignPageKey;
  if (filter.scannedSince !== undefined && readMoment(filter.scannedSince) === undefined)
    return tooEarly("scannedSince");
  const [id] = key;
  const behind = id === undefined ? sql`` : sql`and host.id > ${id}::uuid`;
  const { rows } = await sql<HostScanHost>`
    ${shownHosts(reading)} and ${conditions(reading, filter)} ${behind}
    order by host.id limit ${limit + 1}`.execute(reading.db);
  return { ok: true, value: cutPage(rows, limit, (last) => writePageKey("hosts", last.id)) };
}

export const noHost = (id: string) => notFound(`No host has the id ${id}.`);

/** `GetHost`: what is known of a host. */
export async function getHost(reading: InventoryReading, hostId: string): Promise<Result<HostScanHost>> {
  const id = hostId.toLowerCase();
  const { rows } = await sql<HostScanHost>`${shownHosts(reading)} and host.id = ${id}`.execute(reading.db);
  const [host] = rows;
  return host === undefined ? noHost(id) : { ok: true, value: host };
}
