import { createHash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Database } from "../database/tables.ts";

/** How many failures go without a wait, and how long the longest wait is, in seconds. */
interface Patience {
  readonly free: number;
  readonly longestSeconds: number;
}

/**
 * What failures are counted by. A wait for a login is short, as anyone can bring it about for anyone: it slows guessing
 * down, and locks nobody out. Whoever gets as far as a code knows the password, so that a wait for codes may be longer.
 */
const PATIENCE = {
  login: { free: 5, longestSeconds: 60 },
  code: { free: 5, longestSeconds: 900 },
  address: { free: 20, longestSeconds: 900 },
} as const satisfies Record<string, Patience>;

export type AttemptScope = keyof typeof PATIENCE;

/** Failures are forgotten once there was none for so long. */
const FORGOTTEN_AFTER = sql`interval '1 hour'`;

/** The attempt may go on, or how long to wait before the next one, in whole seconds. */
export type Attempt =
  | {
      readonly admitted: true;
      /** Whether the next failure will have to wait. */
      readonly last: boolean;
    }
  | { readonly admitted: false; readonly retryAfterSeconds: number };

/** Keys may be names that people typed, a password among them: only a digest is kept. */
const digestOf = (key: string) => createHash("sha256").update(key).digest();

/** The wait after the failures of a row of `sign_in_attempt`: 1 s, and twice as long for each further one. */
export function waitAfter(scope: AttemptScope) {
  const { free, longestSeconds } = PATIENCE[scope];
  return sql`make_interval(secs => case
    when sign_in_attempt.failures < ${free}::int then 0
    else least(${longestSeconds}::int, power(2, least(sign_in_attempt.failures - ${free}::int, 20)))
  end)`;
}

/**
 * Counts an attempt as failed before it is made, so that no number of attempts at once gets past the limit; one that
 * succeeds takes its count back by {@link forgetFailures} or {@link takeBack}. While there is a wait, nothing is counted.
 */
export async function beginAttempt(db: Kysely<Database>, scope: AttemptScope, key: string): Promise<Attempt> {
  const counted = await sql<{ failures: number }>`
    insert into sign_in_attempt (scope, key, failures, last_at)
    values (${scope}, ${digestOf(key)}, 1, clock_timestamp())
    on conflict (scope, key) do update set
      failures = case
        when sign_in_attempt.last_at < clock_timestamp() - ${FORGOTTEN_AFTER} then 1
        else sign_in_attempt.failures + 1
      end,
      last_at = clock_timestamp()
    where sign_in_attempt.last_at + ${waitAfter(scope)} <= clock_timestamp()
    returning failures`.execute(db);
  const [row] = counted.rows;
  if (row) return { admitted: true, last: row.failures >= PATIENCE[scope].free };
  return { admitted: false, retryAfterSeconds: await waitLeft(db, scope, key) };
}

async function waitLeft(db: Kysely<Database>, scope: AttemptScope, key: string): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select ceil(extract(epoch from last_at + ${waitAfter(scope)} - clock_timestamp()))::int as seconds
    from sign_in_attempt where scope = ${scope} and key = ${digestOf(key)}`.execute(db);
  return Math.max(1, rows[0]?.seconds ?? 1);
}

/** Forgets all failures, after a success. */
export async function forgetFailures(db: Kysely<Database>, scope: AttemptScope, key: string): Promise<void> {
  await db
    .deleteFrom("sign_in_attempt")
    .where("scope", "=", scope)
    .where("key", "=", digestOf(key))
    .execute();
}

/** Takes back one attempt alone: others from there have failed all the same. */
export async function takeBack(db: Kysely<Database>, scope: AttemptScope, key: string): Promise<void> {
  await db
    .updateTable("sign_in_attempt")
    .set({ failures: sql`greatest(failures - 1, 0)` })
    .where("scope", "=", scope)
    .where("key", "=", digestOf(key))
    .execute();
}

/** Removes counts that mean nothing any more, a few at a time. */
export async function removeForgotten(db: Kysely<Database>): Promise<void> {
  await sql`
    delete from sign_in_attempt where (scope, key) in (
      select scope, key from sign_in_attempt
      where last_at < now() - ${FORGOTTEN_AFTER} limit 100 for update skip locked
    )`.execute(db);
}
