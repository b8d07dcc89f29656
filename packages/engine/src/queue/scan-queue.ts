import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database } from "@hostscan/database";
import { type Kysely, sql, type Transaction } from "kysely";
import { fromKysely, PgBoss } from "pg-boss";
import type { Logger } from "pino";
import { CHANNEL } from "./notification.ts";
import { HEARTBEAT_SECONDS, SCAN_QUEUE, scanQueueOptions } from "./scan-queue-options.ts";

/** Who hears notifications. */
interface Listener {
  onPayload(payload: string): void;
  /** The connection is there, or there again: notifications may have been missed until now. */
  onConnect?(): void;
}

/** An open connection for notifications. */
interface Subscription {
  close(): Promise<void>;
}

type Subscribe = (
  onPayload: (payload: string) => void,
  onConnect: () => void,
) => Promise<Subscription> | undefined;

/** Listeners that share one connection. */
interface Listeners {
  /** Resolves to the function that removes the listener. Rejects if the database is out of reach. */
  add(listener: Listener): Promise<() => void>;
  close(): Promise<void>;
}

/** The connection is opened for the first listener, and stays open for those to come. */
export function createListeners(subscribe: Subscribe): Listeners {
  const all = new Set<Listener>();
  let subscription: Promise<Subscription | undefined> | undefined;

  const open = async () => {
    const onPayload = (payload: string) => {
      for (const listener of all) listener.onPayload(payload);
    };
    const onConnect = () => {
      for (const listener of all) listener.onConnect?.();
    };
    return subscribe(onPayload, onConnect);
  };

  return {
    async add(listener) {
      all.add(listener);
      subscription ??= open();
      try {
        await subscription;
      } catch (error) {
        all.delete(listener);
        subscription = undefined;
        throw error;
      }
      return () => void all.delete(listener);
    },
    async close() {
      const opened = await subscription?.catch(() => undefined);
      await opened?.close();
    },
  };
}

/** A host scan that waits. There is one entry per unfinished `host_scan_host` row, and it bears the row's id. */
export interface QueueEntry {
  readonly hostScanHostId: string;
  /** Place in its job. Entries of low position are taken first, so that no large job starves a small one. */
  readonly position: number;
  /** Not to be taken earlier than this; 0 where absent. */
  readonly delaySeconds?: number;
}

export interface ScanQueueOptions {
  readonly connectionString: string;
  /** Whether this process watches for lost workers and gives their entries to others: true for workers. */
  readonly supervise: boolean;
  readonly log: Logger;
  /** Most connections held at once, besides the one to listen; 4 where absent. */
  readonly maxConnections?: number | undefined;
}

/** The queue of host scans, in the same database as the jobs so that both change in one transaction. */
export interface ScanQueue {
  /** Installs the queue where it is not there yet. Rejects if the database is out of reach. */
  start(): Promise<void>;
  stop(): Promise<void>;
  enqueue(trx: Transaction<Database>, entries: readonly QueueEntry[]): Promise<void>;
  remove(trx: Transaction<Database>, hostScanHostIds: readonly string[]): Promise<void>;
  /** Takes up to `limit` entries. They come back to the queue unless their leases are renewed within {@link HEARTBEAT_SECONDS}. */
  fetch(limit: number): Promise<string[]>;
  /** Which of these have an entry, in whatever state. */
  remaining(db: Kysely<Database>, hostScanHostIds: readonly string[]): Promise<string[]>;
  /**
   * Hears notifications until the function it resolves to is called. All listeners share one connection, which
   * reconnects by itself.
   */
  listen(listener: Listener): Promise<() => void>;
}

/** Rows per statement: large enough to be cheap, small enough not to hold up the event loop. */
const ROWS_PER_INSERT = 2_000;

export function createScanQueue(options: ScanQueueOptions): ScanQueue {
  const { connectionString, supervise, log, maxConnections: max = scanQueueOptions.max } = options;
  const boss = new PgBoss({ ...scanQueueOptions, connectionString, supervise, max });
  boss.on("error", (error) => log.warn({ err: error }, "queue: fault"));
  boss.on("warning", (warning) => log.warn({ warning }, "queue: warning"));
  const listeners = createListeners((onPayload, onReconnect) =>
    boss.getDb().listen?.(CHANNEL, onPayload, onReconnect),
  );

  return {
    async start() {
      await boss.start();
      await boss.createQueue(SCAN_QUEUE, {
        heartbeatSeconds: HEARTBEAT_SECONDS,
        // Losses are counted on the row; the queue itself never gives up.
        retryLimit: 1_000_000,
        expireInSeconds: 86_400,
        retentionSeconds: 10 * 365 * 86_400,
      });
    },

    async stop() {
      await listeners.close();
      await boss.stop({ graceful: false });
    },

    async enqueue(trx, entries) {
      for (let from = 0; from < entries.length; from += ROWS_PER_INSERT) {
        const chunk = entries.slice(from, from + ROWS_PER_INSERT);
        const inserts = chunk.map(({ hostScanHostId, position, delaySeconds = 0 }) => ({
          id: hostScanHostId,
          priority: -position,
          startAfter: delaySeconds,
        }));
        await boss.insert(SCAN_QUEUE, inserts, { db: fromKysely(trx) });
        await nextTurn();
      }
    },

    async remove(trx, hostScanHostIds) {
      if (hostScanHostIds.length === 0) return;
      // As pg-boss does it, but that they are locked in order: leases of the same entries are renewed meanwhile.
      await sql`
        with locked as materialized (
          select id from pgboss.job where name = ${SCAN_QUEUE} and id = any (${hostScanHostIds}::uuid[])
          order by id for update
        )
        delete from pgboss.job as entry using locked
        where entry.name = ${SCAN_QUEUE} and entry.id = locked.id`.execute(trx);
    },

    async fetch(limit) {
      const entries = await boss.fetch(SCAN_QUEUE, { batchSize: limit });
      return entries.map((entry) => entry.id);
    },

    async remaining(db, hostScanHostIds) {
      const { rows } = await sql<{ id: string }>`
        select id from pgboss.job where name = ${SCAN_QUEUE} and id = any (${hostScanHostIds}::uuid[])`.execute(
        db,
      );
      return rows.map((row) => row.id);
    },

    listen: listeners.add,
  };
}
