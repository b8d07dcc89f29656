import { ActionStatus, type HostScanSection } from "@hostscan/contract";
import type { Database, ScheduledTarget } from "@hostscan/database";
import { type Kysely, sql, type Transaction } from "kysely";
import type { ScannedHost } from "../hosts/scan-target.ts";
import { scannedHost, targetNow } from "../hosts/scheduled-target.ts";
import type { KnownSection } from "../inventory/found-sections.ts";
import { statusesBefore } from "../jobs/transitions.ts";
import type { Usage } from "../limits/capacity.ts";
import { ownPartyOf, type Party, partyOf } from "../logins/party.ts";
import { type LoginStanding, standingOf } from "../logins/standing.ts";

/** The state of a host's credential when the host was claimed. */
export interface ClaimedCredential {
  readonly id: string;
  readonly name: string;
  readonly secretVersion: number;
  readonly standing: LoginStanding;
}

/** A row that was fetched from the queue and had not ended when it was read. */
export interface Candidate extends ScannedHost {
  readonly hostScanHostId: string;
  readonly jobId: string;
  readonly hostId: string;
  readonly position: number;
  readonly attempt: number;
  readonly tries: number;
  readonly losses: number;
  readonly requeues: number;
  /** Who vouches for the host, if it shows a key that was trusted before. */
  readonly party: Party;
  /** Who does if it does not. */
  readonly ownParty: Party;
  /** Its worker was lost, or its entry would not have come back. */
  readonly running: boolean;
  /** Another job is scanning the host. */
  readonly busy: boolean;
  readonly observedIpAddress: string | null;
  readonly credential: ClaimedCredential | null;
  /** It was scheduled with one that was removed since. */
  readonly credentialGone: boolean;
  /** Scheduled by a process that may be called from elsewhere. */
  readonly fromElsewhere: boolean;
  /** W3C `traceparent` of the request that scheduled the job, where it was traced. */
  readonly traceParent: string | null;
  /** What the request wants to be read beside the facts; null where it does not say. */
  readonly sections: readonly HostScanSection[] | null;
  /** The sections of the host's inventory as they are known; null where none is. */
  readonly knownSections: readonly KnownSection[] | null;
}

/** A candidate as it is read: what it was scheduled with, and what is asked for now. */
interface CandidateRow extends Omit<Candidate, keyof ScannedHost | "sections"> {
  readonly dnsHostName: string | null;
  readonly sshKeyType: string | null;
  readonly scheduled: ScheduledTarget;
  readonly now: ScheduledTarget;
}

/** Held while room is counted and taken, so that no two claims count the same. */
const CLAIM_LOCK = 7_108_461_001;

/** A process that stands still meanwhile holds up the others no longer than this. */
const LONGEST_IDLE = "5s";

/** Makes those take turns who count room, until the transaction ends. */
export async function lockClaims(trx: Transaction<Database>): Promise<void> {
  await sql`
    select set_config('idle_in_transaction_session_timeout', ${LONGEST_IDLE}, true),
      pg_advisory_xact_lock(${CLAIM_LOCK})`.execute(trx);
}

/**
 * Reads the rows of these ids that may be claimed, in the order in which they are to be scanned. They are not locked:
 * whoever claims them sees whether they are as they were.
 */
export async function readCandidates(
  db: Kysely<Database>,
  ids: readonly string[],
): Promise<readonly Candidate[]> {
  const { rows } = await sql<CandidateRow>`
    select scan.id as "hostScanHostId", scan.job_id as "jobId", scan.host_id as "hostId", scan.position,
      scan.attempt, scan.tries, scan.losses, scan.give_backs as "requeues", vouching.*,
      scan.status = ${ActionStatus.Running} as running,
      exists (
        select from host_scan_host as other
        where other.host_id = scan.host_id and other.status = ${sql.lit(ActionStatus.Running)} and other.id <> scan.id
      ) as busy,
      host.dns_host_name as "dnsHostName", target.scheduled, target.now,
      (
        select pinned_algorithm from trust_record
        where trust_record.host_id = host.id and protocol = 'ssh' and pinned_thumbprint is not null
      ) as "sshKeyType",
      (
        select json_agg(json_build_object('section', section, 'digest', digest, 'mark', mark))
        from host_section where host_section.host_id = host.id
      ) as "knownSections",
      host.observed_ip_address as "observedIpAddress", job.trace_parent as "traceParent",
      case when credential.id is not null then json_build_object(
        'id', credential.id, 'name', credential.name, 'secretVersion', credential.secret_version,
        'standing', ${standingOf("scan.host_id", sql.ref("vouching.party"))}
      ) end as credential,
      credential.id is null and target.scheduled ->> 'credentialId' is not null as "credentialGone",
      job.from_elsewhere as "fromElsewhere"
    from host_scan_host as scan join host on host.id = scan.host_id join host_scan_job as job on job.id = scan.job_id
    cross join lateral (select ${partyOf} as party, ${ownPartyOf} as "ownParty" offset 0) as vouching
    cross join lateral (select ${targetNow} as now offset 0) as current
    cross join lateral (select current.now, coalesce(scan.target, current.now) as scheduled) as target
    left join credential on credential.id = (target.scheduled ->> 'credentialId')::uuid
    where scan.id = any (${ids}::uuid[]) and scan.status = any (${statusesBefore(ActionStatus.Running)}::smallint[])
    order by scan.position, array_position(${ids}::uuid[], scan.id)`.execute(db);
  return rows.map(asScheduled);
}

/** Counts what is being scanned, these rows aside. */
export async function readUsages(
  trx: Transaction<Database>,
  ids: readonly string[],
): Promise<readonly Usage[]> {
  const { rows } = await sql<Usage>`
    select credential_id as "credentialId", network, count(*)::integer as running from host_scan_host
    where status = ${sql.lit(ActionStatus.Running)} and id <> all (${ids}::uuid[])
    group by credential_id, network`.execute(trx);
  return rows;
}

function asScheduled({ dnsHostName, scheduled, now, ...row }: CandidateRow): Candidate {
  const sections = scheduled.sections ?? null;
  return { ...row, ...scannedHost(dnsHostName, scheduled, now), sections };
}
