import type { HostFacts, ObservedKey } from "@hostscan/scanner";
import { sql, type Transaction } from "kysely";
import { serviceActor } from "../audit/actor.ts";
import type { AuditAction } from "../audit/audit.ts";
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

const ACTION: AuditAction = "host.change";

/** Which host was scanned, for which job, and at which address if not by its name. */
export interface ScannedPlace {
  readonly hostId: string;
  readonly jobId: string;
  readonly ip_address: string | null;
}

function scannedHost({ hostId, ip_address: address }: ScannedPlace, facts: HostFacts | undefined) {
  const stillThere = sql`id = ${hostId}::uuid and ip_address is not distinct from ${address}::text`;
  if (facts === undefined) return sql`select id, identity from host where ${stillThere}`;
  return sql`
    update host set name = ${facts.name}, os = ${facts.os}, version = ${facts.version},
      observed_ip_address = ${facts.ipAddress}, last_scanned_at = now()
    where ${stillThere} returning id, identity`;
}

/**
 * Writes what a scan found to its host and the host's trust records, in one statement. A pin that was set since the
 * scan began stays; a new one is audited. Of a host that was moved to another address since, it says nothing.
 */
export async function recordScan(
  trx: Transaction<Database>,
  place: ScannedPlace,
  { facts, keys = [], pins = [] }: Findings,
): Promise<void> {
  if (facts === undefined && keys.length === 0) return;
  const pinned = new Set(pins.map(({ protocol }) => protocol));
  const shown = JSON.stringify(keys.map((key) => ({ ...key, pin: pinned.has(key.protocol) })));
  // The host is updated first, as requests do that onboard it: they lock in the same order.
  await sql`
    with scanned as (${scannedHost(place, facts)}), shown as (
      select * from json_to_recordset(${shown}) as shown (
        protocol text, thumbprint text, algorithm text, pin boolean
      )
    ), recorded as (
      insert into trust_record as record (
        host_id, protocol, observed_thumbprint, observed_algorithm, first_seen, last_seen,
        pinned_thumbprint, pinned_algorithm, accepted_how, accepted_by, accepted_at, learnt_thumbprint, learnings
      )
      select scanned.id, protocol, thumbprint, algorithm, now(), now(),
        case when pin then thumbprint end, case when pin then algorithm end,
        case when pin then ${HOW} end, case when pin then ${place.jobId} end, case when pin then now() end,
        case when pin then thumbprint end, pin::integer
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
          case when record.pinned_thumbprint is null then excluded.accepted_at else record.accepted_at end,
        learnt_thumbprint =
          case when record.pinned_thumbprint is null then excluded.learnt_thumbprint else record.learnt_thumbprint end,
        learnings =
          case when record.pinned_thumbprint is null then excluded.learnings else record.learnings end
      returning host_id, protocol, pinned_thumbprint, accepted_at
    )
    insert into audit (actor_kind, actor, action, object_kind, object_id, details)
    select ${serviceActor.kind}, ${serviceActor.name}, ${ACTION}, 'host', host_id, jsonb_build_object(
      'identity', identity, 'setting', 'trustedThumbprint', 'from', null, 'to', pinned_thumbprint,
      'protocol', protocol, 'job', ${place.jobId}::text)
    from recorded join scanned on scanned.id = host_id join shown using (protocol)
    where pin and accepted_at = now()`.execute(trx);
}
