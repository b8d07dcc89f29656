import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import type { Result } from "@hostscan/core";
import type { Database, PlatformName } from "@hostscan/database";
import { type Kysely, type RawBuilder, sql } from "kysely";
import { apiWord } from "./api-word.ts";
import { findHostCalled } from "./called-host.ts";

/** The last scan of a host that failed. */
export interface LastFailure {
  readonly at: Date;
  readonly jobId: string;
  /** The API's word for it. */
  readonly reason: string | null;
  readonly description: string | null;
}

/** A host as people see it: what it is scanned with, and what its scans told. */
export interface ListedHost {
  readonly id: string;
  /** DNS name or address, and port. */
  readonly identity: string;
  /** Who, besides Admins, may change what it has; null where nobody else may. */
  readonly owner: string | null;
  /** Where it is connected to, where a request named an address. */
  readonly address: string | null;
  readonly platform: PlatformName | null;
  /** By its name. */
  readonly credential: string | null;
  readonly name: string | null;
  readonly os: string | null;
  readonly version: string | null;
  readonly lastScannedAt: Date | null;
  /** Of the newest job that holds it; null where none does. */
  readonly lastStatus: string | null;
  readonly lastFailure: LastFailure | null;
}

/** Which hosts are listed: those of which all holds that is stated. Null stands for those that have none. */
export interface HostFilter {
  /** A pattern of their names, address or identity: `*` is any text, `?` any character. */
  readonly name?: string;
  readonly platform?: string | null;
  /** By its id or name. */
  readonly credential?: string | null;
  readonly owner?: string | null;
  /** By the API's word. */
  readonly status?: string | null;
}

const STATUSES = Object.entries(ActionStatus);
/** A pattern as people write it, as `like` takes it. */
export function likePattern(pattern: string): string {
  return pattern
    .toLowerCase()
    .replaceAll(/[\\%_]/g, "\\$&")
    .replaceAll("*", "%")
    .replaceAll("?", "_");
}

function conditions({ name, platform, credential, owner, status }: HostFilter): RawBuilder<boolean> {
  const all = [sql<boolean>`true`];
  if (name !== undefined) {
    const like = likePattern(name);
    const called = ["identity", "dns_host_name", "name", "ip_address"].map(
      (column) => sql<boolean>`lower(host.${sql.ref(column)}) like ${like}`,
    );
    all.push(sql<boolean>`(${sql.join(called, sql` or `)})`);
  }
  if (platform !== undefined) all.push(sql<boolean>`host.platform is not distinct from ${platform}::text`);
  if (owner !== undefined) all.push(sql<boolean>`host.owner is not distinct from ${owner}::text`);
  if (credential === null) all.push(sql<boolean>`host.credential_id is null`);
  else if (credential !== undefined)
    all.push(sql<boolean>`(credential.name = ${credential} or credential.id::text = lower(${credential}))`);
  if (status !== undefined) {
    const value = STATUSES.find(([word]) => word === status)?.[1] ?? null;
    all.push(sql<boolean>`latest.status is not distinct from ${value}::smallint`);
  }
  return sql<boolean>`${sql.join(all, sql` and `)}`;
}

interface Row extends Omit<ListedHost, "lastStatus" | "lastFailure"> {
  readonly status: number | null;
  readonly failedAt: Date | null;
  readonly failedJobId: string;
  readonly failureReason: number;
  readonly failure: string | null;
}

/** SQL of hosts and what is told of them, to which conditions are added. */
const listed = sql`
  select host.id, host.identity, host.owner, host.ip_address as address, host.platform, credential.name as credential,
    host.name, host.os, host.version, host.last_scanned_at as "lastScannedAt", latest.status,
    failure.finished_at as "failedAt", failure.job_id as "failedJobId", failure.failure_reason as "failureReason",
    failure.status_description as failure
  from host left join credential on credential.id = host.credential_id
  left join lateral (
    select scan.status from host_scan_host as scan join host_scan_job as job on job.id = scan.job_id
    where scan.host_id = host.id order by job.created_at desc, job.id desc limit 1
  ) as latest on true
  left join lateral (
    select scan.finished_at, scan.job_id, scan.failure_reason, scan.status_description from host_scan_host as scan
    where scan.host_id = host.id and scan.status = ${sql.lit(ActionStatus.Failed)}
    order by scan.finished_at desc, scan.id desc limit 1
  ) as failure on true`;

function hostOf({ status, failedAt, failedJobId, failureReason, failure, ...host }: Row): ListedHost {
  const lastFailure = failedAt && {
    at: failedAt,
    jobId: failedJobId,
    reason: apiWord(ActionFailureReason, failureReason),
    description: failure,
  };
  return { ...host, lastStatus: apiWord(ActionStatus, status), lastFailure };
}

/** Up to `limit` hosts by identity, those behind `after`. */
export async function listHosts(
  db: Kysely<Database>,
  { after, limit, filter }: { readonly after: string; readonly limit: number; readonly filter: HostFilter },
): Promise<ListedHost[]> {
  const { rows } = await sql<Row>`
    ${listed} where host.identity > ${after} and ${conditions(filter)} order by host.identity limit ${limit}`.execute(
    db,
  );
  return rows.map(hostOf);
}

/** The host that is called so, by its id, identity, DNS name, address or name; none where it goes meanwhile. */
export async function findHost(db: Kysely<Database>, called: string): Promise<Result<readonly ListedHost[]>> {
  const found = await findHostCalled(db, called);
  if (!found.ok) return found;
  const { rows } = await sql<Row>`${listed} where host.id = ${found.value.id}`.execute(db);
  return { ok: true, value: rows.map(hostOf) };
}
