import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@hostscan/database";
import { removeForgottenAttempts } from "@hostscan/identity";
import { type Kysely, sql, type Transaction } from "kysely";
import { removePastQuotas } from "../jobs/quotas.ts";
import { removeForgottenHosts } from "./forgotten-hosts.ts";

/** How long what is over is kept, in days; 0 keeps it for good. */
export interface Retention {
  /** Of a job, from the end of its last host. */
  readonly jobDays: number;
  /** Of a line of the audit log, and of a key or token that is over. */
  readonly auditDays: number;
  /** Of a host without jobs, from when it was last named or scanned; what is trusted of it goes with it. */
  readonly hostDays: number;
}

/** What was removed. */
export interface Removed {
  readonly jobs: number;
  /** Changes of inventories, which are kept as long as jobs. */
  readonly changes: number;
  readonly auditLines: number;
  /** Keys of applications and access tokens that had expired or were revoked. */
  readonly tokens: number;
  readonly hosts: number;
}

/** Keeps this lock apart from others in the database. Any number will do: "old" in ASCII. */
const LOCK = 0x6f6c64;

/** Most jobs of one transaction, so that it is short. */
const JOBS = 500;
/** A transaction takes no further job once the jobs it has hold so many hosts. */
const HOSTS = 2_000;
const CHANGES = 2_000;
const AUDIT_LINES = 2_000;
const TOKENS = 500;
/** Between two transactions, so that others get their turn. */
const PAUSE_MS = 50;

const age = (days: number) => sql`now() - ${days} * interval '1 day'`;

/**
 * Removes jobs whose hosts have all ended before the age. No job ends before it was made, so the index on
 * `created_at` leads to the few that may be old enough; one that somebody has locked is left for another time.
 *
 * `offset 0` keeps the planner from joining all hosts of all jobs, which it does where few jobs are old enough.
 */
async function removeJobs(trx: Transaction<Database>, days: number): Promise<number> {
  const { numAffectedRows } = await sql`
    with candidate as materialized (
      select id, host_count, created_at from host_scan_job as job
      where created_at < ${age(days)} and not exists (
        select from host_scan_host as scan
        where scan.job_id = job.id and (scan.finished_at is null or scan.finished_at >= ${age(days)})
        offset 0
      )
      order by created_at, id limit ${JOBS} for update skip locked
    ), counted as (
      select id, sum(host_count) over (order by created_at, id) - host_count as hosts_before from candidate
    )
    delete from host_scan_job using counted
    where host_scan_job.id = counted.id and counted.hosts_before < ${HOSTS}`.execute(trx);
  return Number(numAffectedRows);
}

async function removeChanges(trx: Transaction<Database>, days: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from inventory_change where id in (
      select id from inventory_change where at < ${age(days)} order by at, id limit ${CHANGES}
    )`.execute(trx);
  return Number(numAffectedRows);
}

async function removeAuditLines(trx: Transaction<Database>, days: number): Promise<number> {
  await sql`select set_config('hostscan.audit_expiry', 'on', true)`.execute(trx);
  const { numAffectedRows } = await sql`
    delete from audit where id in (
      select id from audit where at < ${age(days)} order by at, id limit ${AUDIT_LINES} for update skip locked
    )`.execute(trx);
  return Number(numAffectedRows);
}

async function removePastTokens(trx: Transaction<Database>, days: number): Promise<number> {
  let removed = 0;
  for (const table of ["application_key", "access_token"] as const) {
    const { numAffectedRows } = await sql`
      delete from ${sql.table(table)} where id in (
        select id from ${sql.table(table)} where least(expires_at, revoked_at) < ${age(days)}
        limit ${TOKENS} for update skip locked
      )`.execute(trx);
    removed += Number(numAffectedRows);
  }
  return removed;
}

type Remove = (trx: Transaction<Database>, days: number) => Promise<number>;

/** Removes one batch; none while another process is at it. */
function removeBatch(db: Kysely<Database>, remove: Remove, days: number): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as mine`.execute(
      trx,
    );
    return rows[0]?.mine ? remove(trx, days) : 0;
  });
}

async function removeAll(db: Kysely<Database>, remove: Remove, days: number, signal: AbortSignal) {
  let removed = 0;
  while (days > 0 && !signal.aborted) {
    const batch = await removeBatch(db, remove, days);
    if (batch === 0) break;
    removed += batch;
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
  return removed;
}

/**
 * Removes what has been over for longer than it is to be kept, in short transactions, until nothing is left, another
 * process is at it, or the signal is aborted. A job with a host that has not ended stays, and so does a host with a job.
 *
 * What means nothing after an hour goes as well: quotas, and what was counted of signing in.
 */
export async function removeExpired(
  db: Kysely<Database>,
  { jobDays, auditDays, hostDays }: Retention,
  signal: AbortSignal,
): Promise<Removed> {
  const removed = {
    jobs: await removeAll(db, removeJobs, jobDays, signal),
    changes: await removeAll(db, removeChanges, jobDays, signal),
    auditLines: await removeAll(db, removeAuditLines, auditDays, signal),
    tokens: await removeAll(db, removePastTokens, auditDays, signal),
    hosts: await removeAll(db, removeForgottenHosts, hostDays, signal),
  };
  await removePastQuotas(db);
  await removeForgottenAttempts(db);
  return removed;
}
