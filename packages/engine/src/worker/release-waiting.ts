import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import type { Database } from "@hostscan/database";
import { type Kysely, sql } from "kysely";
import type { Logger } from "pino";
import { statusesBefore } from "../jobs/transitions.ts";
import { refusedByParty } from "../logins/standing.ts";
import { notify } from "../queue/notification.ts";
import type { ScanQueue } from "../queue/scan-queue.ts";

/** Rows of one transaction: few enough not to hold up others. */
const AT_ONCE = 500;

/** What hosts wait for, and how long. */
export interface WaitSetting {
  /** Logins that may be refused in a row. */
  readonly denials: number;
  /** Until a host that waits for its credential is given up. */
  readonly pausedWaitMs: number;
  readonly log: Logger;
}

/**
 * Puts hosts whose credential may be presented again back into the queue, those of low position first. It leaps through
 * the index from credential to credential, so that its cost does not grow with the hosts that wait. Resolves to how many
 * these were.
 */
function requeue(db: Kysely<Database>, queue: ScanQueue, denials: number): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string; position: number }>`
      with recursive place as (
        (
          select credential_id, waits_for from host_scan_host
          where status = ${sql.lit(ActionStatus.Queued)} and waits_for is not null
          order by credential_id, waits_for limit 1
        )
        union all
        select next.* from place cross join lateral (
          select credential_id, waits_for from host_scan_host
          where status = ${sql.lit(ActionStatus.Queued)} and waits_for is not null
            and (credential_id, waits_for) > (place.credential_id, place.waits_for)
          order by credential_id, waits_for limit 1
        ) as next
      ), open as (
        select place.* from place left join credential on credential.id = place.credential_id
        where credential.paused_at is null and coalesce(credential.logins_from, now()) <= now()
          and ${Number.isFinite(denials) ? denials : 2 ** 31 - 1} >
            ${refusedByParty(sql.ref("place.credential_id"), sql.ref("place.waits_for"))}
          and not exists (
            select from login_party as party where party.credential_id = place.credential_id
              and party.party = place.waits_for and party.logins_from > now()
          )
      ), chosen as materialized (
        select scan.id from open cross join lateral (
          select id from host_scan_host
          where status = ${sql.lit(ActionStatus.Queued)} and waits_for = open.waits_for
            and credential_id = open.credential_id
          order by position limit ${AT_ONCE} for update skip locked
        ) as scan limit ${AT_ONCE}
      )
      update host_scan_host as scan set waits_for = null, status_description = null
      from chosen where scan.id = chosen.id returning scan.id, scan.position`.execute(trx);
    const entries = rows.map(({ id, position }) => ({ hostScanHostId: id, position }));
    await queue.enqueue(trx, entries);
    if (entries.length > 0) await notify(trx, { kind: "queued" });
    return entries.length;
  });
}

/** A host whose scan never began. */
interface GivenUp {
  readonly hostScanHostId: string;
  readonly jobId: string;
  readonly hostId: string;
  readonly host: string;
}

/** Gives up what has waited too long; resolves to how many these were. */
async function giveUp(db: Kysely<Database>, { pausedWaitMs, log }: WaitSetting): Promise<number> {
  const { rows } = await sql<GivenUp>`
    with late as materialized (
      select id from host_scan_host
      where status = any (${statusesBefore(ActionStatus.Failed)}::smallint[]) and status = ${sql.lit(ActionStatus.Queued)}
        and waits_for is not null and waiting_since <= now() - ${pausedWaitMs} * interval '1 millisecond'
      order by waiting_since limit ${AT_ONCE} for update skip locked
    )
    update host_scan_host as scan set
      status = ${ActionStatus.Failed}, failure_reason = ${ActionFailureReason.AccessDenied}, finished_at = now(),
      status_description = 'Failed: it has waited ' || ${String(pausedWaitMs / 1_000)} || ' s for its credential; '
        || substr(status_description, length('Queued: ') + 1)
    from late where scan.id = late.id returning scan.id as "hostScanHostId", scan.job_id as "jobId",
      scan.host_id as "hostId", (select identity from host where host.id = scan.host_id) as host`.execute(db);
  for (const host of rows)
    log.info({ ...host, reason: "AccessDenied" }, "host given up: it has waited too long");
  return rows.length;
}

/** Sees to the hosts that wait for their credential: puts back those that may go on, gives up those that waited too long. */
export async function releaseWaiting(
  db: Kysely<Database>,
  queue: ScanQueue,
  setting: WaitSetting,
): Promise<void> {
  while ((await requeue(db, queue, setting.denials)) === AT_ONCE);
  while ((await giveUp(db, setting)) === AT_ONCE);
}
