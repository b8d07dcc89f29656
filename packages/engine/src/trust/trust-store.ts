import type { Result } from "@hostscan/core";
import { sameThumbprint, type TrustProtocol } from "@hostscan/scanner";
import { type Kysely, sql, type Transaction } from "kysely";
import { audit } from "../audit/audit.ts";
import type { Database } from "../database/tables.ts";
import { conflict, notFound } from "../jobs/rejection.ts";
import type { Acceptance } from "./acceptance.ts";

/** The key or certificate that a host shows by one protocol: what is trusted of it, and what was seen. */
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
  /** The token's subject (`request`), the job's id (`first discovery`) or the system's user (`command`). */
  readonly acceptedBy: string | null;
  readonly acceptedAt: Date | null;
}

/** Asks to trust what a host has shown. */
export interface TrustRequest {
  readonly hostId: string;
  readonly protocol: TrustProtocol;
  /** What the host must have shown last, in any form that a thumbprint is written in. */
  readonly thumbprint?: string;
  /** The system's user. */
  readonly by: string;
}

/** What is trusted of the hosts. */
export interface TrustStore {
  /**
   * Pins what the host showed last. Rejects a host that is unknown (`not-found`), one that has shown nothing yet, and
   * one that showed something else than is given (`conflict`). What is pinned already stays as it was accepted.
   */
  accept(request: TrustRequest): Promise<Result<TrustRecord>>;
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
  const record = trx
    .selectFrom("trust_record")
    .where("host_id", "=", host.id)
    .where("protocol", "=", protocol);
  const known = await record.select(COLUMNS).forUpdate().executeTakeFirst();
  const observed = known?.observedThumbprint ?? null;
  if (known === undefined || observed === null)
    return conflict(`The host ${hostId} has shown nothing by ${protocol} yet: scan it first.`);
  if (thumbprint !== undefined && !sameThumbprint(thumbprint, observed))
    return conflict(`The host ${hostId} has shown ${observed} by ${protocol}, and not ${thumbprint}.`);
  // Jobs that wait are to expect it, too, though it may be pinned for those to come.
  const learnt = { learnt_thumbprint: observed, learnings: sql<number>`learnings + 1` };
  if (known.pinnedThumbprint === observed) {
    await trx
      .updateTable("trust_record")
      .set(learnt)
      .where("host_id", "=", host.id)
      .where("protocol", "=", protocol)
      .execute();
    return { ok: true, value: known };
  }
  const value = await trx
    .updateTable("trust_record")
    .set({
      pinned_thumbprint: observed,
      pinned_algorithm: known.observedAlgorithm,
      accepted_how: HOW,
      accepted_by: by,
      accepted_at: sql`now()`,
      ...learnt,
    })
    .where("host_id", "=", host.id)
    .where("protocol", "=", protocol)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  await audit(trx, {
    actor: { kind: HOW, name: by },
    action: "host.trust",
    object: { kind: "host", id: host.id },
    details: { protocol, thumbprint: observed, instead: known.pinnedThumbprint },
  });
  return { ok: true, value };
}

export function createTrustStore({ db }: { readonly db: Kysely<Database> }): TrustStore {
  return {
    accept: (request) => db.transaction().execute((trx) => accept(trx, request)),

    list: (hostIds) =>
      db
        .selectFrom("trust_record")
        .select(COLUMNS)
        .where(sql<boolean>`host_id = any(${hostIds}::uuid[])`)
        .orderBy("host_id")
        .orderBy("protocol")
        .execute(),
  };
}
