import type { HostFacts, ObservedKey } from "@hostscan/scanner";
import { sql, type Transaction } from "kysely";
import type { Database } from "../database/tables.ts";
import type { Acceptance } from "./acceptance.ts";

/** What a scan told of a host, besides its end. */
export interface Findings {
  /** Absent where the scan did not come so far. */
  readonly facts?: HostFacts;
  /** The keys and certificates that the host showed, one per protocol. */
  readonly keys?: readonly ObservedKey[];
  /** Those of them that are to be trusted from now on. */
  readonly pins?: readonly ObservedKey[];
}

const HOW: Acceptance = "first discovery";

function scannedHost(hostId: string, facts: HostFacts | undefined) {
  if (facts === undefined) return sql`select ${hostId}::uuid as id`;
  return sql`
    update host set name = ${facts.name}, os = ${facts.os}, version = ${facts.version},
      observed_ip_address = ${facts.ipAddress}, last_scanned_at = now()
    where id = ${hostId} returning id`;
}

/**
 * Writes what a scan found to its host and the host's trust records, in one statement. A pin that was set since the
 * scan began stays.
 */
export async function recordScan(
  trx: Transaction<Database>,
  { hostId, jobId }: { readonly hostId: string; readonly jobId: string },
  { facts, keys = [], pins = [] }: Findings,
): Promise<void> {
  if (facts === undefined && keys.length === 0) return;
  const pinned = new Set(pins.map(({ protocol }) => protocol));
  const shown = JSON.stringify(keys.map((key) => ({ ...key, pin: pinned.has(key.protocol) })));
  // The host is updated first, as requests do that onboard it: they lock in the same order.
  await sql`
    with scanned as (${scannedHost(hostId, facts)}), shown as (
      select * from json_to_recordset(${shown}) as shown (
        protocol text, thumbprint text, algorithm text, pin boolean
      )
    )
    insert into trust_record as record (
      host_id, protocol, observed_thumbprint, observed_algorithm, first_seen, last_seen,
      pinned_thumbprint, pinned_algorithm, accepted_how, accepted_by, accepted_at
    )
    select scanned.id, protocol, thumbprint, algorithm, now(), now(),
      case when pin then thumbprint end, case when pin then algorithm end,
      case when pin then ${HOW} end, case when pin then ${jobId} end, case when pin then now() end
    from scanned, shown
    on conflict (host_id, protocol) do update set
      observed_thumbprint = excluded.observed_thumbprint,
      observed_algorithm = excluded.observed_algorithm,
      first_seen = case when record.observed_thumbprint = excluded.observed_thumbprint
        then record.first_seen else excluded.first_seen end,
      last_seen = excluded.last_seen,
      pinned_thumbprint = coalesce(record.pinned_thumbprint, excluded.pinned_thumbprint),
      pinned_algorithm =
        case when coalesce(record.pinned_thumbprint, excluded.pinned_thumbprint) = excluded.observed_thumbprint
        then excluded.observed_algorithm else record.pinned_algorithm end,
      accepted_how =
        case when record.pinned_thumbprint is null then excluded.accepted_how else record.accepted_how end,
      accepted_by =
        case when record.pinned_thumbprint is null then excluded.accepted_by else record.accepted_by end,
      accepted_at =
        case when record.pinned_thumbprint is null then excluded.accepted_at else record.accepted_at end`.execute(
    trx,
  );
}
