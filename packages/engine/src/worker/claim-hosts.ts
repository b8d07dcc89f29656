import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../database/tables.ts";
import type { ScannedHost } from "../hosts/scan-target.ts";
import { statusesBefore } from "../jobs/transitions.ts";
import type { QueueEntry, ScanQueue } from "../queue/scan-queue.ts";

/** A host of a job that this worker, and no other, is to scan. */
export interface ClaimedHost extends ScannedHost {
  readonly hostScanHostId: string;
  readonly jobId: string;
  readonly hostId: string;
  readonly position: number;
  /** The fence: a result counts only as long as the row bears this number. */
  readonly attempt: number;
  /** Scans so far that ended in a fault worth another try. */
  readonly tries: number;
  /** Workers that were lost while they held the row. */
  readonly losses: number;
  readonly credentialId: string | null;
}

/** What became of the entries fetched from the queue. */
export interface Claims {
  readonly claimed: readonly ClaimedHost[];
  /** Hosts that another job is scanning now; their entries wait for a moment. */
  readonly busy: readonly QueueEntry[];
  /** Given up because too many workers were lost on them. */
  readonly lost: readonly string[];
}

type Candidate = ClaimedHost & {
  /** After the claim; null for a host that another job is scanning now. */
  readonly status: typeof ActionStatus.Running | typeof ActionStatus.Failed | null;
};

/** A host whose workers are lost more often than this is given up. */
const MOST_LOSSES = 3;

/** Until a host that another job is scanning is looked at again. */
const BUSY_DELAY_SECONDS = 1;

/** The index that forbids two running scans of a host. */
const ONE_RUNNING_SCAN = "host_scan_host_running";

const lostTooOften = sql`(scan.status = ${ActionStatus.Running} and scan.losses >= ${MOST_LOSSES})`;

/**
 * Claims rows that wait, and running rows: their entry would not have come back unless their worker was lost. Of the
 * rows of one host only one is claimed, and none while the host is being scanned for another.
 */
async function claimRows(trx: Transaction<Database>, ids: readonly string[]): Promise<readonly Candidate[]> {
  const { rows } = await sql<Candidate>`
    with candidate as materialized (
      select id, host_id, job_id, position from host_scan_host
      where id = any (${ids}::uuid[]) and status = any (${statusesBefore(ActionStatus.Running)}::smallint[])
      order by id for update
    ), chosen as (
      select distinct on (host_id) id from candidate
      where not exists (
        select from host_scan_host as other
        where other.host_id = candidate.host_id and other.status = ${ActionStatus.Running} and other.id <> candidate.id
      )
      order by host_id, id
    ), claimed as (
      update host_scan_host as scan set
        status = case when ${lostTooOften} then ${ActionStatus.Failed}::smallint else ${ActionStatus.Running} end,
        failure_reason =
          case when ${lostTooOften} then ${ActionFailureReason.ActionServiceUnavailable}::smallint else 0 end,
        status_description = case when ${lostTooOften} then 'Failed: too many workers were lost during the scan.' end,
        finished_at = case when ${lostTooOften} then now() end,
        losses = scan.losses + (scan.status = ${ActionStatus.Running})::integer,
        attempt = scan.attempt + 1,
        started_at = coalesce(scan.started_at, now())
      from chosen where scan.id = chosen.id
      returning scan.id, scan.status, scan.attempt, scan.tries, scan.losses
    )
    select candidate.id as "hostScanHostId", candidate.job_id as "jobId", candidate.host_id as "hostId",
      candidate.position, claimed.status, claimed.attempt, claimed.tries, claimed.losses,
      host.credential_id as "credentialId", host.dns_host_name, host.ip_address, host.ssh_port, host.platform,
      host.trust_action, host.accept_first_discovery, host.certificate_type,
      host.trusted_thumbprint
    from candidate join host on host.id = candidate.host_id left join claimed on claimed.id = candidate.id`.execute(
    trx,
  );
  return rows;
}

async function claimOnce(
  trx: Transaction<Database>,
  queue: ScanQueue,
  ids: readonly string[],
): Promise<Claims> {
  const candidates = await claimRows(trx, ids);
  const claimed = candidates.filter(({ status }) => status === ActionStatus.Running);
  const busy = candidates
    .filter(({ status }) => status === null)
    .map((row) => ({ ...row, delaySeconds: BUSY_DELAY_SECONDS }));
  const lost = candidates
    .filter(({ status }) => status === ActionStatus.Failed)
    .map(({ hostScanHostId }) => hostScanHostId);
  // What is not claimed leaves the queue: it has ended, or waits anew.
  const taken = new Set(claimed.map(({ hostScanHostId }) => hostScanHostId));
  await queue.remove(
    trx,
    ids.filter((id) => !taken.has(id)),
  );
  await queue.enqueue(trx, busy);
  return { claimed, busy, lost };
}

/**
 * Claims what was fetched from the queue, in one transaction. A host that another job is scanning stays queued: its
 * entry comes back a moment later, so that no wake-up can be lost.
 */
export async function claimHosts(
  db: Kysely<Database>,
  queue: ScanQueue,
  ids: readonly string[],
): Promise<Claims> {
  for (;;) {
    try {
      return await db.transaction().execute((trx) => claimOnce(trx, queue, ids));
    } catch (error) {
      // Another worker has begun to scan one of the hosts since this statement looked; now it can be seen.
      if (!(error instanceof Error && "constraint" in error && error.constraint === ONE_RUNNING_SCAN))
        throw error;
    }
  }
}
