import type { Caller } from "@hostscan/core";
import { callerName } from "@hostscan/core";
import type { Database } from "@hostscan/database";
import { type Kysely, sql, type Transaction } from "kysely";

/** One caller's name for one call, so that the call may be repeated. */
export interface IdempotencyKey {
  /** By name: a renewed key of an application finds what an earlier one was answered. */
  readonly caller: Caller;
  readonly operation: string;
  readonly key: string;
}

const LIFETIME = sql`interval '24 hours'`;
/** Keeps these locks apart from others in the database. Any number will do: "key" in ASCII. */
const LOCK_CLASS = 0x6b6579;

/**
 * What an earlier call under the key left: its answer as JSON text, `"other-content"` if that call had another
 * content, or undefined if there was none within 24 hours.
 *
 * Calls under the same key take turns until their transactions end.
 */
export async function recall(
  trx: Transaction<Database>,
  { caller, operation, key }: IdempotencyKey,
  digest: Buffer,
): Promise<{ readonly answer: string } | "other-content" | undefined> {
  const name = JSON.stringify([callerName(caller), operation, key]);
  await sql`select pg_advisory_xact_lock(${LOCK_CLASS}, hashtext(${name}))`.execute(trx);
  const found = await trx
    .selectFrom("idempotency")
    .select(["digest", "answer"])
    .where("subject", "in", [callerName(caller), caller.subject])
    .where("operation", "=", operation)
    .where("key", "=", key)
    .where("created_at", ">", sql<Date>`now() - ${LIFETIME}`)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  return found.digest.equals(digest) ? { answer: found.answer } : "other-content";
}

/** Keeps the answer for calls to come. */
export async function remember(
  trx: Transaction<Database>,
  { caller, operation, key }: IdempotencyKey,
  digest: Buffer,
  answer: string,
): Promise<void> {
  await sql`
    insert into idempotency (subject, operation, key, digest, answer)
    values (${callerName(caller)}, ${operation}, ${key}, ${digest}, ${answer})
    on conflict (subject, operation, key)
    do update set digest = excluded.digest, answer = excluded.answer, created_at = now()`.execute(trx);
}

/** Removes what no call may recall any more; resolves to how many. */
export async function removeExpiredKeys(db: Kysely<Database>): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from idempotency where created_at <= now() - ${LIFETIME}`.execute(db);
  return Number(numAffectedRows);
}
