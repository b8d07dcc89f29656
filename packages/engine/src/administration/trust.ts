import type { components } from "@hostscan/contract";
import {
  conflict,
  invalid,
  notFound,
  type Page,
  type PageAsked,
  type Result,
  type SchedulingContext,
  type TrustService,
} from "@hostscan/core";
import type { Database } from "@hostscan/database";
import type { TrustProtocol } from "@hostscan/scanner";
import { type Kysely, sql, type Transaction } from "kysely";
import { cutPage, foreignPageKey, readPageKey, writePageKey } from "../inventory/page-key.ts";
import { moment } from "../inventory/read-hosts.ts";
import { contentDigest } from "../repeatable/content-digest.ts";
import { repeatable } from "../repeatable/repeatable.ts";
import {
  recordsOf,
  type ShownKey,
  shownBy,
  type Truster,
  type TrustRecord,
  trustShown,
} from "../trust/trust-store.ts";
import { type NewKey, reviewJob } from "../trust-review/review.ts";
import { type InventoryReading, inventorySeenBy } from "../visibility/visible-hosts.ts";
import type { JobsOf } from "../visibility/visible-jobs.ts";
import { trustKnownHosts } from "./known-hosts.ts";
import { isAsReviewed, TYPES, toldTrusted, trusterOf } from "./trusted.ts";

type Schemas = components["schemas"];

type AwaitingKey = Schemas["HostScanKey"] & { readonly protocol: TrustProtocol };

async function listAwaiting(
  { db, visible, visibleJobs }: InventoryReading,
  { limit, after, hostScanJobId }: PageAsked & { readonly hostScanJobId?: string },
): Promise<Result<Page<Schemas["HostScanKey"]>>> {
  const key = after === undefined ? [] : readPageKey("keys", after);
  if (key === undefined) return foreignPageKey;
  const [hostId, protocol] = key;
  const behind =
    hostId === undefined ? sql`` : sql`and (host.id, record.protocol) > (${hostId}::uuid, ${protocol})`;
  const ofJob =
    hostScanJobId === undefined
      ? sql``
      : sql`and host.id in (
          select scan.host_id from host_scan_host as scan join host_scan_job on host_scan_job.id = scan.job_id
          where host_scan_job.id = ${hostScanJobId.toLowerCase()} and ${visibleJobs})`;
  const { rows } = await sql<Omit<AwaitingKey, "certificateType">>`
    select record.protocol, host.id as "hostId", host.identity as "hostName",
      record.observed_thumbprint as "discoveredThumbprint", record.observed_algorithm as algorithm,
      record.pinned_thumbprint as "trustedThumbprint", ${moment(sql`record.first_seen`)} as "firstSeenTimeUtc",
      ${moment(sql`record.last_seen`)} as "lastSeenTimeUtc"
    from trust_record as record join host on host.id = record.host_id
    where record.observed_thumbprint is not null
      and record.observed_thumbprint is distinct from record.pinned_thumbprint
      and ${visible} ${ofJob} ${behind}
    order by host.id, record.protocol limit ${limit + 1}`.execute(db);
  const page = cutPage(rows, limit, (last) => writePageKey("keys", last.hostId, last.protocol));
  const items = page.items.map(({ protocol: by, ...shown }) => ({ ...shown, certificateType: TYPES[by] }));
  return { ok: true, value: { ...page, items } };
}

/** What hosts have shown, and which of the pairs that were stated it is of. */
interface Found {
  readonly keys: (ShownKey & { readonly index: number })[];
  readonly errors: { readonly path: string; readonly message: string }[];
}

/** The key or keys that one of the pairs means. */
function meant(records: readonly TrustRecord[], { thumbprint, certificateType }: Schemas["TrustedHost"]) {
  return records.flatMap((record) => {
    const asked = certificateType ?? TYPES[record.protocol];
    const key = asked === TYPES[record.protocol] ? shownBy(record, thumbprint.trim()) : undefined;
    return key ? [{ ...key, protocol: record.protocol }] : [];
  });
}

async function findShown(
  trx: Transaction<Database>,
  hosts: readonly Schemas["TrustedHost"][],
): Promise<Found> {
  const ids = [...new Set(hosts.map(({ hostId }) => hostId.toLowerCase()))];
  const { rows } = await sql<{ readonly id: string; readonly identity: string }>`
    select id, identity from host where id = any(${ids}::uuid[])`.execute(trx);
  const identities = new Map(rows.map(({ id, identity }) => [id, identity]));
  const records = Map.groupBy(await recordsOf(trx, ids), ({ hostId }) => hostId);
  const found: Found = { keys: [], errors: [] };
  const firsts = new Map<string, number>();
  for (const [index, stated] of hosts.entries()) {
    const hostId = stated.hostId.toLowerCase();
    const identity = identities.get(hostId);
    if (identity === undefined) {
      found.errors.push({ path: `/${index}/hostId`, message: `names no host: ${hostId}` });
      continue;
    }
    const keys = meant(records.get(hostId) ?? [], stated);
    if (keys.length === 0) found.errors.push(notShown(index));
    for (const key of keys) {
      const place = `${hostId} ${key.protocol}`;
      const first = firsts.get(place);
      if (first === undefined) firsts.set(place, index);
      else found.errors.push({ path: `/${index}`, message: `names the same host as /${first}` });
      found.keys.push({ hostId, identity, ...key, index });
    }
  }
  return found;
}

const notShown = (index: number) => ({
  path: `/${index}/thumbprint`,
  message: "is none that the host has shown",
});

async function trustHosts(
  trx: Transaction<Database>,
  hosts: readonly Schemas["TrustedHost"][],
  truster: Truster,
): Promise<Result<Schemas["HostTrusted"][]>> {
  const { keys, errors } = await findShown(trx, hosts);
  if (errors.length > 0) return invalid(errors);
  const trusted = await trustShown(trx, keys, truster);
  return trusted.ok
    ? { ok: true, value: toldTrusted(keys, trusted.value) }
    : invalid(trusted.rejection.map((place) => notShown(keys[place]?.index ?? 0)));
}

const noJob = (id: string) => notFound(`No host scan job has the id ${id.toLowerCase()}.`);

const review = (db: Kysely<Database>, jobId: string) =>
  reviewJob({ db, trust: { list: (ids) => recordsOf(db, ids) } }, jobId);

const OUTDATED = "What the hosts have shown is not what was reviewed: review it again.";

async function trustReviewed(
  trx: Transaction<Database>,
  { jobId, code }: { readonly jobId: string; readonly code: string },
  truster: Truster,
): Promise<Result<Schemas["HostTrusted"][]>> {
  const reviewed = await review(trx, jobId);
  if (!reviewed.ok) return noJob(jobId);
  const { keys, code: current } = reviewed.value;
  if (code !== current) return conflict(OUTDATED);
  const trusted = await trustShown(trx, keys, truster);
  if (!trusted.ok || !isAsReviewed(keys, trusted.value)) return conflict(OUTDATED);
  return { ok: true, value: toldTrusted(keys, trusted.value) };
}

function toldKey({
  hostId,
  identity,
  protocol,
  thumbprint,
  algorithm,
  instead,
}: NewKey): Schemas["HostScanKey"] {
  return {
    ...{ hostId, hostName: identity, certificateType: TYPES[protocol], discoveredThumbprint: thumbprint },
    ...{ algorithm, trustedThumbprint: instead },
  };
}

/** The part of the port that trusts what hosts have shown. What is trusted is audited under the caller's name. */
export function createTrustService(db: Kysely<Database>, jobsOf: JobsOf): TrustService {
  const once = <T>(
    operation: string,
    context: SchedulingContext,
    content: readonly unknown[],
    act: (trx: Transaction<Database>) => Promise<Result<T>>,
  ) => repeatable(db, { operation, context, digest: () => contentDigest(content), act });
  return {
    listAwaitingTrust: (asked, { caller }) => listAwaiting(inventorySeenBy(db, caller, jobsOf), asked),
    trustHosts: (hosts, context) =>
      once("TrustHosts", context, hosts, (trx) => trustHosts(trx, hosts, trusterOf(context))),
    async reviewTrust(jobId) {
      const reviewed = await review(db, jobId);
      if (!reviewed.ok) return noJob(jobId);
      const { keys, trusted, silent, code } = reviewed.value;
      return { ok: true, value: { code, keys: keys.map(toldKey), trusted, silentHosts: [...silent] } };
    },
    trustReviewed: (id, { code }, context) => {
      const jobId = id.toLowerCase();
      return once("TrustReviewed", context, [jobId, code], (trx) =>
        trustReviewed(trx, { jobId, code }, trusterOf(context)),
      );
    },
    trustKnownHosts: (file, context) => trustKnownHosts(db, file, context),
  };
}
