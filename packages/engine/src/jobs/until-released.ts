import { performance } from "node:perf_hooks";
import { isUnavailable } from "@hostscan/database";
import { readNotification } from "../queue/notification.ts";
import { HEARTBEAT_SECONDS } from "../queue/scan-queue-options.ts";
import { createWakeUp, type WakeUp } from "../queue/wake-up.ts";
import type { JobStore } from "./schedule.ts";

/**
 * After so long no worker is connected, whatever became of it: a lease that was valid when the hosts were cancelled
 * cannot be renewed afterwards, and a worker whose lease has ended opens nothing more.
 */
const LONGEST_MS = HEARTBEAT_SECONDS * 1_000;

/** Until the queue is looked at although nothing was heard. */
const POLL_MS = 250;

/** The answer, or another one while the database is out of reach. */
async function reaching<T>({ log }: JobStore, answer: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    log.warn({ err: error }, "database out of reach");
    return otherwise;
  }
}

/** Wakes up when a worker has let go of hosts of the job; resolves to the function that ends it. */
async function listen({ queue, log }: JobStore, jobId: string, wakeUp: WakeUp): Promise<() => void> {
  const onPayload = (payload: string) => {
    const heard = readNotification(payload);
    if (heard?.kind === "released" && heard.jobId === jobId) wakeUp.wake();
  };
  try {
    return await queue.listen({ onPayload, onConnect: () => wakeUp.wake() });
  } catch (error) {
    log.warn({ err: error }, "notifications are not heard");
    return () => undefined;
  }
}

/**
 * Waits until no worker is connected to these hosts of a cancelled job any more. A worker says so by removing the
 * host's queue entry; of one that is lost, the end of its lease is waited for. Call it when the cancellation is
 * committed.
 */
export async function untilReleased(store: JobStore, jobId: string, ids: readonly string[]): Promise<void> {
  const { db, queue, log } = store;
  const endsAt = performance.now() + LONGEST_MS;
  const findHeld = (among: readonly string[]) => reaching(store, queue.remaining(db, among), among);
  let held = ids.length === 0 ? ids : await findHeld(ids);
  if (held.length === 0) return;
  const wakeUp = createWakeUp();
  const stopListening = await listen(store, jobId, wakeUp);
  try {
    while (held.length > 0 && performance.now() < endsAt) {
      await wakeUp.sleep(Math.min(POLL_MS, endsAt - performance.now()));
      held = await findHeld(held);
    }
  } finally {
    stopListening();
  }
  if (held.length === 0) return;
  log.warn({ jobId, hosts: held.length }, "cancelled without word from a worker: its leases have ended");
  // Nobody is going to take them for held any more.
  const removal = db.transaction().execute((trx) => queue.remove(trx, held));
  await reaching(store, removal, undefined);
}
