import type { Result } from "@hostscan/core";
import { conflict, notFound } from "@hostscan/core";
import type { Acceptance, Actor, Database } from "@hostscan/database";
import { auditAll } from "@hostscan/database";
import { sameThumbprint, type TrustProtocol } from "@hostscan/scanner";
import { type Kysely, sql, type Transaction } from "kysely";

/** A key or certificate that a host has shown. */
export interface SeenKey {
  readonly thumbprint: string;
  /** As the wire names it; null where it was not kept. */
  readonly algorithm: string | null;
  /** Null where it was not kept. */
  readonly firstSeen: Date | null;
  readonly lastSeen: Date;
}

/** The keys or certificates that a host shows by one protocol: what is trusted of them, and what was seen. */
export interface TrustRecord {
  readonly hostId: string;
  readonly protocol: TrustProtocol;
  /** Null where none is trusted yet. */
  readonly pinnedThumbprint: string | null;
  /** Null until the host has shown what is pinned. */
  readonly pinnedAlgorithm: string | null;
  /** What the host showed last; null until it has shown one. */
  readonly observedThumbprint: string | null;
  readonly observedAlgorithm: string | null;
  /** Since when, and until when, the host was seen with what it showed last. */
  readonly firstSeen: Date | null;
  readonly lastSeen: Date | null;
  /** Null where nothing is pinned, or was before such records were kept. */
  readonly acceptedHow: Acceptance | null;
  /** The token's subject (`request`), the job's id (`first discovery`), or an administrator (`command`): the system's user or the caller. */
  readonly acceptedBy: string | null;
  readonly acceptedAt: Date | null;
  /** What the host has shown, of several types perhaps; the one shown last comes first. */
  readonly seen: readonly SeenKey[];
}

/** Asks to trust what a host has shown. */
export interface TrustRequest {
  readonly hostId: string;
  readonly protocol: TrustProtocol;
  /** Of what the host has shown, in any form that a thumbprint is written in; what it showed last without. */
  readonly thumbprint?: string;
  /** The system's user. */
  readonly by: string;
}

/** A key that a host has shown, to be trusted. */
export interface ShownKey {
  readonly hostId: string;
  readonly identity: string;
  readonly protocol: TrustProtocol;
  readonly thumbprint: string;
  readonly algorithm: string | null;
}

/** Who trusts what hosts have shown. */
export interface Truster {
  readonly actor: Actor;
  /** As it is kept with what is trusted. */
  readonly name: string;
}

/** What is trusted of the hosts. */
export interface TrustStore {
  /**
   * Pins what the host showed last, or what is given if the host has shown it. Rejects a host that is unknown
   * (`not-found`), one that has shown nothing yet, and one that has not shown what is given (`conflict`). What is pinned
   * already stays as it was accepted.
   */
  accept(request: TrustRequest): Promise<Result<TrustRecord>>;
  /** Pins them all, or none where one of the hosts has not shown what is given (`conflict`). At most one by host and protocol. */
  acceptAll(keys: readonly ShownKey[], by: string): Promise<Result<undefined>>;
  /** The records of these hosts, by host and protocol. */
  list(hostIds: readonly string[]): Promise<TrustRecord[]>;
}

const HOW = "command" satisfies Acceptance;

const COLUMNS = [
  "host_id as hostId",
  "protocol",
  "pinned_thumbprint as pinnedThumbprint",
  "pinned_algorithm as pinnedAlgorithm",
  "observed_thumbprint as observedThumbprint",
  "observed_algorithm as observedAlgorithm",
  "first_seen as firstSeen",
  "last_seen as lastSeen",
  "accepted_how as acceptedHow",
  "accepted_by as acceptedBy",
  "accepted_at as acceptedAt",
] as const;

/** The records of hosts, by host and protocol, with the keys that were seen. */
export async function recordsOf(db: Kysely<Database>, hostIds: readonly string[]): Promise<TrustRecord[]> {
  const ofThese = sql<boolean>`host_id = any(${hostIds}::uuid[])`;
  const records = await db
    .selectFrom("trust_record")
    .select(COLUMNS)
    .where(ofThese)
    .orderBy("host_id")
    .orderBy("protocol")
    .execute();
  const keys = await db
    .selectFrom("seen_key")
    .select(["host_id", "protocol", "thumbprint", "algorithm", "first_seen", "last_seen"])
    .where(ofThese)
    .orderBy("last_seen", "desc")
    .orderBy("thumbprint")
    .execute();
  const seen = Map.groupBy(keys, ({ host_id, protocol }) => `${host_id} ${protocol}`);
  return records.map((record) => ({
    ...record,
    seen: (seen.get(`${record.hostId} ${record.protocol}`) ?? []).map((key) => ({
      thumbprint: key.thumbprint,
      algorithm: key.algorithm,
      firstSeen: key.first_seen,
      lastSeen: key.last_seen,
    })),
  }));
}

/** A scan that pins a first key of one of the hosts waits, or has pinned it. */
async function lock(trx: Transaction<Database>, hostIds: readonly string[]): Promise<void> {
  await sql`
    select from trust_record where host_id = any(${hostIds}::uuid[]) order by host_id, protocol for update`.execute(
    trx,
  );
}

/** Pins keys that hosts have shown, and writes down who did so, unless they are pinned already. */
async function pin(
  trx: Transaction<Database>,
  keys: readonly (Pick<TrustRecord, "hostId" | "protocol" | "pinnedThumbprint"> &
    Pick<SeenKey, "thumbprint" | "algorithm">)[],
  { actor, name: by }: Truster,
): Promise<void> {
  const column = <Name extends keyof (typeof keys)[number]>(name: Name) => keys.map((key) => key[name]);
  const isNew = sql<boolean>`record.pinned_thumbprint is distinct from key.thumbprint`;
  // Jobs that wait are to expect it, too, though it may be pinned for those to come.
  await sql`
    update trust_record as record set
      learnt_thumbprint = key.thumbprint, learnings = learnings + 1, pinned_thumbprint = key.thumbprint,
      pinned_algorithm = case when ${isNew} then key.algorithm else record.pinned_algorithm end,
      accepted_how = case when ${isNew} then ${HOW} else record.accepted_how end,
      accepted_by = case when ${isNew} then ${by} else record.accepted_by end,
      accepted_at = case when ${isNew} then now() else record.accepted_at end
    from unnest(${column("hostId")}::uuid[], ${column("protocol")}::text[], ${column("thumbprint")}::text[],
      ${column("algorithm")}::text[]) as key (host_id, protocol, thumbprint, algorithm)
    where record.host_id = key.host_id and record.protocol = key.protocol`.execute(trx);
  await auditAll(
    trx,
    keys
      .filter(({ pinnedThumbprint, thumbprint }) => pinnedThumbprint !== thumbprint)
      .map(({ hostId, protocol, thumbprint, pinnedThumbprint }) => ({
        actor,
        action: "host.trust",
        object: { kind: "host", id: hostId },
        details: { protocol, thumbprint, instead: pinnedThumbprint },
      })),
  );
}

/** Who does so by a command. */
const bySystem = (name: string): Truster => ({ actor: { kind: HOW, name }, name });

/**
 * Pins keys that hosts have shown, all of them, or none where a host has not shown one. At most one by host and protocol.
 *
 * @returns what was pinned of each before; rejects with the places of those that were not shown
 */
export async function trustShown(
  trx: Transaction<Database>,
  keys: readonly ShownKey[],
  truster: Truster,
): Promise<Result<readonly (string | null)[], readonly number[]>> {
  const hostIds = keys.map(({ hostId }) => hostId);
  await lock(trx, hostIds);
  const records = new Map(
    (await recordsOf(trx, hostIds)).map((record) => [`${record.hostId} ${record.protocol}`, record]),
  );
  const shown = keys.map((key) => {
    const record = records.get(`${key.hostId} ${key.protocol}`);
    const isLast = record?.observedThumbprint === key.thumbprint;
    const known = isLast || record?.seen.some(({ thumbprint }) => thumbprint === key.thumbprint) === true;
    return known ? [{ ...key, pinnedThumbprint: record?.pinnedThumbprint ?? null }] : [];
  });
  const missing = shown.flatMap((found, index) => (found.length === 0 ? [index] : []));
  if (missing.length > 0) return { ok: false, rejection: missing };
  await pin(trx, shown.flat(), truster);
  return { ok: true, value: shown.flat().map(({ pinnedThumbprint }) => pinnedThumbprint) };
}

async function acceptAll(
  trx: Transaction<Database>,
  keys: readonly ShownKey[],
  by: string,
): Promise<Result<undefined>> {
  const trusted = await trustShown(trx, keys, bySystem(by));
  if (trusted.ok) return { ok: true, value: undefined };
  const [missing] = trusted.rejection.flatMap((index) => keys[index] ?? []);
  return conflict(
    `The host ${missing?.identity} has not shown ${missing?.thumbprint} by ${missing?.protocol}.`,
  );
}

/** The key of those that a host has shown by a protocol that has a thumbprint, in whatever form that is written. */
export function shownBy(
  { observedThumbprint, observedAlgorithm, seen }: TrustRecord,
  wanted: string,
): Pick<SeenKey, "thumbprint" | "algorithm"> | undefined {
  const last =
    observedThumbprint === null ? [] : [{ thumbprint: observedThumbprint, algorithm: observedAlgorithm }];
  // Of Kerberos it is a name.
  return [...last, ...seen].find(
    ({ thumbprint }) => thumbprint === wanted || sameThumbprint(wanted, thumbprint),
  );
}

async function accept(
  trx: Transaction<Database>,
  { hostId, protocol, thumbprint, by }: TrustRequest,
): Promise<Result<TrustRecord>> {
  const host = await trx
    .selectFrom("host")
    .select("id")
    .where(sql<string>`id::text`, "=", hostId.toLowerCase())
    .executeTakeFirst();
  if (host === undefined) return notFound(`There is no host ${hostId}.`);
  await lock(trx, [host.id]);
  const known = (await recordsOf(trx, [host.id])).find((record) => record.protocol === protocol);
  if (known === undefined || known.observedThumbprint === null)
    return conflict(`The host ${hostId} has shown nothing by ${protocol} yet: scan it first.`);
  const last = known.observedThumbprint;
  const key = shownBy(known, thumbprint ?? last);
  if (key === undefined) {
    const shown = [...new Set([last, ...known.seen.map((one) => one.thumbprint)])].join(", ");
    return conflict(`The host ${hostId} has shown ${shown} by ${protocol}, and not ${thumbprint}.`);
  }
  await pin(trx, [{ ...known, ...key }], bySystem(by));
  const record = (await recordsOf(trx, [host.id])).find((one) => one.protocol === protocol);
  return { ok: true, value: record ?? known };
}

export function createTrustStore({ db }: { readonly db: Kysely<Database> }): TrustStore {
  return {
    accept: (request) => db.transaction().execute((trx) => accept(trx, request)),
    acceptAll: (keys, by) => db.transaction().execute((trx) => acceptAll(trx, keys, by)),
    list: (hostIds) => recordsOf(db, hostIds),
  };
}
