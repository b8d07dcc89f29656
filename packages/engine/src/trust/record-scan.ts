import type { Acceptance, AuditAction, Database } from "@hostscan/database";
import { jsonText, serviceActor } from "@hostscan/database";
import type { HostFacts, ObservedKey } from "@hostscan/scanner";
import { sql, type Transaction } from "kysely";

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

/** A name was not taken on trust: the realm vouches for it. */
const PROOF: Acceptance = "proof";

const ACTION: AuditAction = "host.change";

/** Keys that are kept of a host by one protocol. OpenSSH has one of each type, four in all; one that makes them up fills no table. */
const KEYS_KEPT = 8;

/** Which host was scanned, for which job, and at which address if not by its name. */
export interface ScannedPlace {
  readonly hostId: string;
  readonly jobId: string;
  readonly ip_address: string | null;
}

/** What one scan found of one place. */
export interface Finding extends Findings {
  readonly place: ScannedPlace;
}

/**
 * Writes what scans found to their hosts and the hosts' trust records, in one statement. No host may be in it twice. A
 * pin that was set since the scan began stays; a new one is audited. Of a host that was moved to another address since,
 * a scan says nothing.
 */
export async function recordScans(trx: Transaction<Database>, findings: readonly Finding[]): Promise<void> {
  const telling = findings.filter(({ facts, keys = [] }) => facts !== undefined || keys.length > 0);
  if (telling.length === 0) return;
  const hosts = telling.map(({ place, facts }) => {
    const { hostId, jobId, ip_address: address } = place;
    return { hostId, jobId, address, read: facts !== undefined, ...facts };
  });
  const shown = telling.flatMap(({ place, keys = [], pins = [] }) => {
    const pinned = new Set(pins.map(({ protocol }) => protocol));
    return keys.map((key) => ({ ...key, hostId: place.hostId, pin: pinned.has(key.protocol) }));
  });
  // Hosts are updated first, as requests do that onboard them: they lock in the same order.
  await sql`
    with found as materialized (
      select host.id, host.identity, found.* from json_to_recordset(${jsonText(hosts)}) as found (
        "hostId" uuid, "jobId" text, address text, read boolean, name text, os text, version text, "ipAddress" text
      ) join host on host.id = found."hostId" and host.ip_address is not distinct from found.address
    ), updated as (
      update host set name = found.name, os = found.os, version = found.version,
        observed_ip_address = found."ipAddress", last_scanned_at = now()
      from found where host.id = found.id and found.read
    ), shown as (
      select found.id, found.identity, found."jobId", shown.* from json_to_recordset(${jsonText(shown)})
        as shown ("hostId" uuid, protocol text, thumbprint text, algorithm text, pin boolean)
      join found on found.id = shown."hostId"
    ), recorded as (
      insert into trust_record as record (
        host_id, protocol, observed_thumbprint, observed_algorithm, first_seen, last_seen,
        pinned_thumbprint, pinned_algorithm, accepted_how, accepted_by, accepted_at, learnt_thumbprint, learnings
      )
      select id, protocol, thumbprint, algorithm, now(), now(),
        case when pin then thumbprint end, case when pin then algorithm end,
        case when pin then case protocol when 'kerberos' then ${PROOF} else ${HOW} end end, case when pin then "jobId" end, case when pin then now() end,
        case when pin then thumbprint end, pin::integer
      from shown
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
    ), seen as (
      insert into seen_key (host_id, protocol, thumbprint, algorithm, first_seen, last_seen)
      select id, protocol, thumbprint, algorithm, now(), now() from shown
      on conflict (host_id, protocol, thumbprint) do update set
        algorithm = excluded.algorithm, last_seen = excluded.last_seen
    ), forgotten as (
      delete from seen_key using (
        select kept.host_id, kept.protocol, kept.thumbprint,
          row_number() over (partition by kept.host_id, kept.protocol order by last_seen desc, kept.thumbprint) as place
        from seen_key as kept join shown
          on shown.id = kept.host_id and shown.protocol = kept.protocol and shown.thumbprint <> kept.thumbprint
      ) as aged
      where seen_key.host_id = aged.host_id and seen_key.protocol = aged.protocol
        and seen_key.thumbprint = aged.thumbprint and aged.place >= ${KEYS_KEPT}
        and not exists (
          select from trust_record as record where record.host_id = aged.host_id
            and record.protocol = aged.protocol and record.pinned_thumbprint = aged.thumbprint)
    )
    insert into audit (actor_kind, actor, action, object_kind, object_id, details)
    select ${serviceActor.kind}, ${serviceActor.name}, ${ACTION}, 'host', host_id, jsonb_build_object(
      'identity', identity, 'setting', 'trustedThumbprint', 'from', null, 'to', pinned_thumbprint,
      'protocol', recorded.protocol, 'job', "jobId")
    from recorded join shown on shown.id = host_id and shown.protocol = recorded.protocol
    where pin and accepted_at = now()`.execute(trx);
}
