import type { Caller } from "@hostscan/core";
import { callerName, overQuota, type Rejected } from "@hostscan/core";
import type { Database } from "@hostscan/database";
import { type Kysely, sql, type Transaction } from "kysely";

/** Jobs and hosts of one call. */
export interface Amount {
  readonly jobs: number;
  readonly hosts: number;
}

/** What a caller may schedule within an hour; `Infinity` for any number. */
export type Quotas = Amount;

/** For whoever sets none. */
export const NO_QUOTAS: Quotas = { jobs: Number.POSITIVE_INFINITY, hosts: Number.POSITIVE_INFINITY };

const KINDS = ["jobs", "hosts"] as const;

const isLimited = (quotas: Quotas) => KINDS.some((kind) => Number.isFinite(quotas[kind]));

/** An hour begins with the first job that is scheduled after the one before. */
const HOUR = sql`interval '1 hour'`;

/** Removes what no hour of a caller needs any more; resolves to how many rows. */
export async function removePastQuotas(db: Kysely<Database>): Promise<number> {
  const { numAffectedRows } = await sql`delete from quota_use where since <= now() - ${HOUR}`.execute(db);
  return Number(numAffectedRows);
}

/**
 * The refusal of a call that is larger than what is left of the caller's hour; undefined where it fits. Locks nothing. A
 * caller that has used nothing is refused nothing: one call that is larger than the hour is taken, and is all of it, so
 * that the largest request of the document can always be made, and what a caller adds in an hour stays bounded.
 */
export async function refuseUsedUp(
  db: Kysely<Database>,
  quotas: Quotas,
  caller: Caller,
  asked: Amount,
): Promise<Rejected | undefined> {
  if (!isLimited(quotas)) return undefined;
  const name = callerName(caller);
  const { rows } = await sql<Amount & { readonly seconds: number }>`
    select jobs, hosts, ceil(extract(epoch from since + ${HOUR} - clock_timestamp()))::int as seconds
    from quota_use where caller = ${name} and since > clock_timestamp() - ${HOUR}`.execute(db);
  const [used] = rows;
  const kind = used && KINDS.find((each) => used[each] + asked[each] > quotas[each]);
  if (!used || !kind) return undefined;
  const left = Math.max(0, quotas[kind] - used[kind]);
  const detail = `${asked[kind]} ${kind} are more than the ${left} that are left of ${quotas[kind]} an hour for ${name}.`;
  const quota = { name: kind, most: quotas[kind], left, windowSeconds: 3_600 };
  return overQuota(detail, Math.max(1, used.seconds), quota);
}

/**
 * Counts a call against its caller's hour, in the transaction that schedules it: what is rejected or broken off costs
 * nothing, and calls of one caller at the same time, in whatever processes, never get more than the hour has.
 */
export async function spendQuota(
  trx: Transaction<Database>,
  quotas: Quotas,
  caller: Caller,
  asked: Amount,
): Promise<Rejected | undefined> {
  if (!isLimited(quotas)) return undefined;
  const isOver = sql`(quota_use.since <= clock_timestamp() - ${HOUR})`;
  const used = (kind: keyof Amount) =>
    sql`case when ${isOver} then 0 else ${sql.ref(`quota_use.${kind}`)} end`;
  const fits = KINDS.filter((kind) => Number.isFinite(quotas[kind])).map(
    (kind) => sql<boolean>`${used(kind)} + ${asked[kind]}::int <= ${quotas[kind]}::int`,
  );
  const { rows } = await sql`
    insert into quota_use (caller, since, jobs, hosts)
    values (${callerName(caller)}, clock_timestamp(), ${asked.jobs}, ${asked.hosts})
    on conflict (caller) do update set
      since = case when ${isOver} then clock_timestamp() else quota_use.since end,
      jobs = ${used("jobs")} + ${asked.jobs}::int,
      hosts = ${used("hosts")} + ${asked.hosts}::int
    where ${isOver} or (${sql.join(fits, sql` and `)})
    returning 1`.execute(trx);
  if (rows.length > 0) return undefined;
  // Between the two statements, the hour may have ended.
  return (await refuseUsedUp(trx, quotas, caller, asked)) ?? justOver(quotas);
}

function justOver({ jobs }: Quotas): Rejected {
  const quota = { name: "jobs", most: jobs, left: 0, windowSeconds: 3_600 };
  return overQuota("The hour of the caller's quota ends just now.", 1, quota);
}
