import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type Database, UnusableDatabaseError } from "@hostscan/database";
import { type Kysely, sql } from "kysely";
import { CHANNEL } from "./notification.ts";
import type { ScanQueue } from "./scan-queue.ts";

/** Enough for a server that is very busy: where notifications get through, the first is heard within milliseconds. */
const TRIES = 10;
const BETWEEN_MS = 1_000;

/**
 * Sends notifications, and waits for one to be heard. What pools connections by transaction hands the connection that
 * listens on to others, so that nothing is ever heard.
 *
 * @throws {UnusableDatabaseError} where none is heard.
 */
export async function requireNotifications(
  db: Kysely<Database>,
  queue: Pick<ScanQueue, "listen">,
  betweenMs = BETWEEN_MS,
): Promise<void> {
  // For nobody else: others pass over what they do not know.
  const own = `probe ${randomUUID()}`;
  const heard = Promise.withResolvers<true>();
  const stopListening = await queue.listen({
    onPayload: (payload) => payload === own && heard.resolve(true),
  });
  try {
    for (let tries = 0; tries < TRIES; tries += 1) {
      await sql`select pg_notify(${CHANNEL}, ${own})`.execute(db);
      if (await Promise.race([heard.promise, delay(betweenMs, false, { ref: false })])) return;
    }
  } finally {
    stopListening();
  }
  throw new UnusableDatabaseError(
    "Notifications of the database do not arrive: pgbouncer, or what else pools connections to it, must do so by session (pool_mode = session), not by transaction.",
  );
}
