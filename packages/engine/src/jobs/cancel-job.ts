import { ActionStatus } from "@hostscan/contract";
import type { CallContext, Outcome } from "@hostscan/server";
import { sql, type Transaction } from "kysely";
import { countUnanswered } from "../credentials/login-permits.ts";
import type { Database } from "../database/tables.ts";
import { notify } from "../queue/notification.ts";
import { invalid, notFound } from "./rejection.ts";
import type { JobStore } from "./schedule.ts";
import { statusesBefore } from "./transitions.ts";

/** Cancels the hosts that have not ended and retires their attempts; resolves to their `host_scan_host` ids. */
async function cancelHosts(trx: Transaction<Database>, jobId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string; unanswered: boolean | null }>`
    with unfinished as materialized (
      select id from host_scan_host
      where job_id = ${jobId} and status = any (${statusesBefore(ActionStatus.Cancelled)}::smallint[])
      order by id for update
    )
    update host_scan_host as host
    set status = ${ActionStatus.Cancelled}, attempt = attempt + 1, finished_at = now()
    from unfinished where host.id = unfinished.id
    returning host.id, host.login_attempt = host.attempt - 1 as unanswered`.execute(trx);
  await countUnanswered(
    trx,
    rows.filter(({ unanswered }) => unanswered).map(({ id }) => id),
  );
  return rows.map((row) => row.id);
}

async function isCancelled(trx: Transaction<Database>, jobId: string): Promise<boolean> {
  const cancelled = await trx
    .selectFrom("host_scan_host")
    .select("id")
    .where("job_id", "=", jobId)
    .where("status", "=", ActionStatus.Cancelled)
    .limit(1)
    .executeTakeFirst();
  return cancelled !== undefined;
}

/**
 * `CancelJob`: cancels what is left of a job, in one transaction with its queue entries, and tells every worker to
 * abort the job's scans. To cancel a cancelled job again changes nothing; a job that ended otherwise keeps its result.
 */
export function cancelJob(
  store: JobStore,
  jobId: string,
  { requestId }: CallContext,
): Promise<Outcome<void>> {
  const id = jobId.toLowerCase();
  return store.db.transaction().execute(async (trx): Promise<Outcome<void>> => {
    // Cancelling calls for one job take turns.
    const job = await sql`select id from host_scan_job where id = ${id} for update`.execute(trx);
    if (job.rows.length === 0) return notFound(`No host scan job has the id ${id}.`);
    const hosts = await cancelHosts(trx, id);
    if (!(await isCancelled(trx, id))) {
      return invalid([], `The host scan job ${id} has already ended.`);
    }
    await store.queue.remove(trx, hosts);
    await notify(trx, { kind: "cancelled", jobId: id });
    store.log.info({ jobId: id, requestId, hosts: hosts.length }, "job cancelled");
    return { ok: true, value: undefined };
  });
}
