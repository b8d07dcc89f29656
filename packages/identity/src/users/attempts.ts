import { createHash } from "node:crypto";
import type { Database } from "@hostscan/database";
import { type Kysely, type RawBuilder, sql } from "kysely";

/** How many failures go without a wait, how long the first wait is and how long the longest, in seconds. */
export interface Patience {
  readonly free: number;
  readonly firstSeconds: number;
  readonly longestSeconds: number;
}

/** What attempts are counted by. */
export interface Budget {
  readonly scope: string;
  /** May be what people typed, a password among it: only a digest is kept. */
  readonly key: string;
  readonly patience: Patience;
  /** Whose login it is; absent where it is of no one user. */
  readonly login?: string;
}

/** The attempt may go on; or another one is under way that it must wait for; or how long to wait, in whole seconds. */
export type Reservation =
  | { readonly state: "reserved" }
  | { readonly state: "taken" }
  | { readonly state: "waiting"; readonly retryAfterSeconds: number };

/** Failures are forgotten once there was none for so long. */
const FORGOTTEN_AFTER = sql`interval '1 hour'`;

/** No attempt takes so long: the process that made it is gone, and it may have been told that it failed. */
const LOST_AFTER = sql`interval '15 seconds'`;

const digestOf = (key: string) => createHash("sha256").update(key).digest();

/** Reads a row of `sign_in_attempt` as it stands now. */
const now = sql`clock_timestamp()`;
const lost = sql`case when sign_in_attempt.pending_at < ${now} - ${LOST_AFTER} then sign_in_attempt.pending else 0 end`;
const underWay = sql`(sign_in_attempt.pending - ${lost})`;
const failures = sql`(${lost} + case
  when sign_in_attempt.last_at < ${now} - ${FORGOTTEN_AFTER} then 0 else sign_in_attempt.failures end)`;
const lastFailure = sql`(case
  when ${lost} > 0 then greatest(sign_in_attempt.last_at, sign_in_attempt.pending_at)
  else sign_in_attempt.last_at end)`;

/** The wait after so many failures: the first one, and twice as long for each further failure. */
export function waitAfter({ free, firstSeconds, longestSeconds }: Patience, count: RawBuilder<unknown>) {
  return sql`make_interval(secs => case when ${count} < ${free}::int then 0
    else least(${longestSeconds}::int, ${firstSeconds}::int * power(2, least(${count} - ${free}::int, 20))) end)`;
}

const rowOf = ({ scope, key }: Budget) =>
  sql<boolean>`sign_in_attempt.scope = ${scope} and sign_in_attempt.key = ${digestOf(key)}`;

/**
 * Reserves an attempt before it is made. Those under way count like failures, and once there are waits one is made at a
 * time, so that no number of attempts at once, in however many processes, gets past the limit. It ends by
 * {@link countFailure} or {@link release}.
 */
export async function reserve(db: Kysely<Database>, budget: Budget): Promise<Reservation> {
  const { scope, key, patience, login } = budget;
  const wait = waitAfter(patience, failures);
  const { rows } = await sql`
    insert into sign_in_attempt (scope, key, failures, last_at, pending, pending_at, login)
    values (${scope}, ${digestOf(key)}, 0, ${now}, 1, ${now}, ${login === undefined ? null : digestOf(login)})
    on conflict (scope, key) do update set
      failures = ${failures}, last_at = ${lastFailure}, pending = ${underWay} + 1, pending_at = ${now}
    where ${failures} + ${underWay} < ${patience.free}::int
      or (${underWay} = 0 and ${lastFailure} + ${wait} <= ${now})
    returning 1`.execute(db);
  if (rows.length > 0) return { state: "reserved" };
  const seconds = await waitLeft(db, budget);
  return seconds > 0 ? { state: "waiting", retryAfterSeconds: seconds } : { state: "taken" };
}

/** How long an attempt has to wait now, in whole seconds; 0 where it need not. Reserves nothing. */
export async function waitLeft(db: Kysely<Database>, budget: Budget): Promise<number> {
  const wait = waitAfter(budget.patience, failures);
  const { rows } = await sql<{ seconds: number }>`
    select greatest(0, ceil(extract(epoch from ${lastFailure} + ${wait} - ${now})))::int as seconds
    from sign_in_attempt where ${rowOf(budget)}`.execute(db);
  return rows[0]?.seconds ?? 0;
}

/** How many attempts have failed, as far as they are not forgotten. */
export async function failuresOf(db: Kysely<Database>, budget: Budget): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select ${failures}::int as count from sign_in_attempt where ${rowOf(budget)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** A reserved attempt has failed. Gives whether those that come after it have to wait. */
export async function countFailure(db: Kysely<Database>, budget: Budget): Promise<boolean> {
  const { rows } = await sql<{ last: boolean }>`
    update sign_in_attempt set
      failures = ${failures} + 1, last_at = ${now}, pending = greatest(0, ${underWay} - 1)
    where ${rowOf(budget)}
    returning failures >= ${budget.patience.free}::int as last`.execute(db);
  return rows[0]?.last ?? false;
}

/** A reserved attempt has not failed, or was not made; with `forget`, failures of before are forgotten. */
export async function release(
  db: Kysely<Database>,
  budget: Budget,
  { forget = false }: { readonly forget?: boolean } = {},
): Promise<void> {
  await sql`
    update sign_in_attempt set
      failures = ${forget ? sql`0` : failures}, last_at = ${lastFailure}, pending = greatest(0, ${underWay} - 1)
    where ${rowOf(budget)}`.execute(db);
  await sql`delete from sign_in_attempt where ${rowOf(budget)} and failures = 0 and pending = 0`.execute(db);
}

/** Forgets all that was counted of a login, by whatever it was. */
export async function forgetLogin(db: Kysely<Database>, login: string): Promise<void> {
  await db.deleteFrom("sign_in_attempt").where("login", "=", digestOf(login)).execute();
}

/** Removes what means nothing any more, a few rows at a time: made-up logins do not fill the tables. */
export async function removeForgottenAttempts(db: Kysely<Database>): Promise<void> {
  await sql`
    delete from sign_in_attempt where (scope, key) in (
      select scope, key from sign_in_attempt
      where last_at < now() - ${FORGOTTEN_AFTER} and pending_at < now() - ${FORGOTTEN_AFTER}
      limit 100 for update skip locked
    )`.execute(db);
  await sql`
    delete from first_step where id in (
      select id from first_step where expires_at < now() limit 100 for update skip locked
    )`.execute(db);
}
