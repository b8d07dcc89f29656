import { conflict, type Result, type SchedulingContext } from "@hostscan/core";
import type { Database } from "@hostscan/database";
import type { Kysely, Transaction } from "kysely";
import { type IdempotencyKey, recall, remember } from "./idempotency.ts";

/** One call that may be repeated under its `Idempotency-Key`. */
export interface RepeatableCall<T> {
  /** The operation's id in the contract. */
  readonly operation: string;
  readonly context: SchedulingContext;
  /** The digest of all that the caller says; with the same key it must not differ. */
  readonly digest: () => Promise<Buffer>;
  /** Carries it out. Of one that it rejects nothing stays. */
  readonly act: (trx: Transaction<Database>) => Promise<Result<T>>;
}

async function actOnce<T>(
  trx: Transaction<Database>,
  { act }: RepeatableCall<T>,
  key: IdempotencyKey,
  digest: Buffer,
): Promise<Result<T>> {
  const earlier = await recall(trx, key, digest);
  if (earlier === "other-content") return conflict("The Idempotency-Key was used before, for other content.");
  if (earlier !== undefined) {
    const value: T = JSON.parse(earlier.answer);
    return { ok: true, value };
  }
  const result = await act(trx);
  if (result.ok) await remember(trx, key, digest, JSON.stringify(result.value));
  return result;
}

/** Runs in one transaction, of which nothing stays where the call is rejected. */
async function orNothing<T>(
  db: Kysely<Database>,
  run: (trx: Transaction<Database>) => Promise<Result<T>>,
): Promise<Result<T>> {
  const rejected: Result<T>[] = [];
  const transaction = db.transaction().execute(async (trx) => {
    const result = await run(trx);
    if (result.ok) return result;
    rejected.push(result);
    throw new Error("rejected");
  });
  return transaction.catch((error: unknown) => {
    const [first] = rejected;
    if (first !== undefined) return first;
    throw error;
  });
}

/**
 * Carries a call out in one transaction: what it changes and the record of its `Idempotency-Key` are there together or
 * not at all. A call repeated under its key gets the answer of the first one.
 */
export async function repeatable<T>(db: Kysely<Database>, call: RepeatableCall<T>): Promise<Result<T>> {
  const { caller, idempotencyKey } = call.context;
  if (idempotencyKey === undefined) return orNothing(db, call.act);
  const key = { caller, operation: call.operation, key: idempotencyKey };
  const digest = await call.digest();
  return orNothing(db, (trx) => actOnce(trx, call, key, digest));
}
