import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { notFound, type Result } from "@hostscan/core";
import type { Database } from "@hostscan/database";
import { type Kysely, sql } from "kysely";
import type { ShownKey, TrustRecord, TrustStore } from "../trust/trust-store.ts";
import { type HostNames, type KnownKey, namesOf } from "./known-hosts.ts";

/** A key that is not trusted yet, and what is trusted instead. */
export interface NewKey extends ShownKey {
  /** Null where nothing is. */
  readonly instead: string | null;
}

/** What hosts have shown, for people to look at before it is trusted. */
export interface TrustReview {
  readonly keys: readonly NewKey[];
  /** Of so many keys nothing is to be done: they are trusted. */
  readonly trusted: number;
  /** The identities of hosts that have shown nothing. */
  readonly silent: readonly string[];
  /** Stands for all of the keys and what they are instead of: another one where any of that is another. */
  readonly code: string;
}

/** What a file of known hosts says of what hosts have shown. */
export interface KnownHostsReview extends Omit<TrustReview, "code"> {
  /** Hosts that the file names, but by other keys than they have shown, or by one that is revoked. */
  readonly others: readonly (Pick<ShownKey, "hostId" | "identity" | "thumbprint"> & {
    readonly revoked: boolean;
  })[];
}

interface ReviewSource {
  readonly db: Kysely<Database>;
  readonly trust: Pick<TrustStore, "list">;
}

interface NamedHost extends HostNames {
  readonly id: string;
  readonly identity: string;
}

/** So many hosts are looked at in one go. */
const PAGE = 1_000;
const CODE_LENGTH = 16;

/**
 * What the hosts of a job have shown last, by one protocol or by each, that is not trusted yet. Rejects a job that is
 * unknown (`not-found`).
 */
export async function reviewJob(
  source: ReviewSource,
  jobId: string,
  protocol?: TrustRecord["protocol"],
): Promise<Result<TrustReview>> {
  const { rows } = await sql<{ readonly id: string }>`
    select id from host_scan_job where id::text = ${jobId.toLowerCase()}`.execute(source.db);
  const [job] = rows;
  if (job === undefined) return notFound(`There is no job ${jobId}.`);
  const keys: NewKey[] = [];
  const silent: string[] = [];
  let trusted = 0;
  const ofJob = sql<boolean>`id in (select host_id from host_scan_host where job_id = ${job.id})`;
  for await (const [host, records] of recordsByHost(source, ofJob)) {
    const shown = records.flatMap((record) =>
      (protocol ?? record.protocol) === record.protocol ? shownLast(record) : [],
    );
    if (shown.length === 0) silent.push(host.identity);
    for (const key of shown) {
      if (key.instead === key.thumbprint) trusted += 1;
      else keys.push({ ...key, identity: host.identity });
    }
  }
  return { ok: true, value: { keys, trusted, silent, code: codeOf(keys) } };
}

function shownLast({
  hostId,
  protocol,
  observedThumbprint,
  observedAlgorithm,
  pinnedThumbprint,
}: TrustRecord): Omit<NewKey, "identity">[] {
  if (observedThumbprint === null) return [];
  return [
    {
      hostId,
      protocol,
      thumbprint: observedThumbprint,
      algorithm: observedAlgorithm,
      instead: pinnedThumbprint,
    },
  ];
}

/**
 * Compares what hosts have shown by SSH with a file of known hosts: of each host that it names, the key shown last of
 * those that it lists. Hosts that it does not name are passed over.
 *
 * @param hostIds only these hosts; all that are known without
 */
export async function reviewKnownHosts(
  source: ReviewSource,
  known: readonly KnownKey[],
  hostIds?: readonly string[],
): Promise<KnownHostsReview> {
  const keys: NewKey[] = [];
  const silent: string[] = [];
  const others: { hostId: string; identity: string; thumbprint: string; revoked: boolean }[] = [];
  const listedFor = listings(known);
  let trusted = 0;
  const which = hostIds === undefined ? sql<boolean>`true` : sql<boolean>`id = any(${hostIds}::uuid[])`;
  for await (const [host, records] of recordsByHost(source, which)) {
    const listed = await listedFor(namesOf(host));
    if (listed.length === 0) continue;
    const record = records.find(({ protocol }) => protocol === "ssh");
    const shown = record === undefined ? [] : [...shownLast(record), ...record.seen];
    const { identity, id } = host;
    const [last] = shown;
    const isListed = (thumbprint: string) => listed.filter((key) => key.thumbprint === thumbprint);
    const revoked = shown.find(({ thumbprint }) => isListed(thumbprint).some((key) => key.revoked));
    const found = shown.find(({ thumbprint }) => isListed(thumbprint).length > 0);
    if (record === undefined || last === undefined) silent.push(identity);
    else if (revoked !== undefined)
      others.push({ hostId: id, identity, thumbprint: revoked.thumbprint, revoked: true });
    else if (found === undefined)
      others.push({ hostId: id, identity, thumbprint: last.thumbprint, revoked: false });
    else if (found.thumbprint === record.pinnedThumbprint) trusted += 1;
    else {
      const { thumbprint, algorithm } = found;
      const { hostId, protocol, pinnedThumbprint: instead } = record;
      keys.push({ hostId, identity, protocol, thumbprint, algorithm, instead });
    }
  }
  return { keys, trusted, silent, others };
}

/** So much is compared between two turns of the event loop. */
const WEIGHT_PER_TURN = 2_000;

/** What it costs to compare one host with all keys, but for those that name it in plain. */
export function weightOf(known: readonly KnownKey[]): number {
  return known.reduce((sum, { names, weight }) => (names === undefined ? sum + weight : sum), 0);
}

/** Finds the keys that are listed for a host; by its names where they stand in plain. */
function listings(known: readonly KnownKey[]): (names: readonly string[]) => Promise<readonly KnownKey[]> {
  const byName = Map.groupBy(
    known.flatMap((key) => (key.names ?? []).map((name) => ({ name, key }))),
    ({ name }) => name,
  );
  const others = known.filter(({ names }) => names === undefined);
  let compared = 0;
  return async (names) => {
    const matching: KnownKey[] = [];
    for (const key of others) {
      compared += key.weight;
      if (compared > WEIGHT_PER_TURN) {
        compared = 0;
        await nextTurn();
      }
      if (key.isOf(names)) matching.push(key);
    }
    const named = names.flatMap((name) => byName.get(name) ?? []).map(({ key }) => key);
    return [...new Set([...named, ...matching])];
  };
}

/** Hosts by identity, each with what it has shown. */
async function* recordsByHost(
  { db, trust }: ReviewSource,
  which: ReturnType<typeof sql<boolean>>,
): AsyncGenerator<readonly [NamedHost, readonly TrustRecord[]]> {
  let after = "";
  for (;;) {
    const { rows: hosts } = await sql<NamedHost>`
      select id, identity, dns_host_name as "dnsHostName", ip_address as "ipAddress", ssh_port as port
      from host where identity > ${after} and ${which} order by identity limit ${PAGE}`.execute(db);
    const records = Map.groupBy(await trust.list(hosts.map(({ id }) => id)), ({ hostId }) => hostId);
    for (const host of hosts) yield [host, records.get(host.id) ?? []];
    const last = hosts.at(-1);
    if (last === undefined || hosts.length < PAGE) return;
    after = last.identity;
  }
}

function codeOf(keys: readonly NewKey[]): string {
  const lines = keys.map(({ hostId, protocol, thumbprint, instead }) =>
    JSON.stringify([hostId, protocol, thumbprint, instead]),
  );
  return createHash("sha256").update(lines.toSorted().join("\n")).digest("hex").slice(0, CODE_LENGTH);
}
