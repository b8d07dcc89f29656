import { randomUUID } from "node:crypto";
import { createEmptyDatabase, createTestDatabase } from "@hostscan/database/testing";
import { sql } from "kysely";
import { pino } from "pino";
import { expect, onTestFinished, test, vi } from "vitest";
import { queueEntries } from "../../test/queue-entries.ts";
import { startEngine } from "../../test/start-engine.ts";
import { createScanQueue, type QueueEntry } from "./scan-queue.ts";

const entry = (position: number, delaySeconds?: number): QueueEntry => ({
  hostScanHostId: randomUUID(),
  position,
  ...(delaySeconds !== undefined && { delaySeconds }),
});

test("the queue is installed where it is not there yet", async () => {
  const database = await createEmptyDatabase();
  await using engine = await startEngine(database);
  expect(await engine.queue.fetch(1)).toEqual([]);
});

test("it holds as many connections as it may when it is busy, one to listen, and no more", async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const { connectionString, db } = database;
  const log = pino({ enabled: false });
  const queue = createScanQueue({ connectionString, supervise: false, log, maxConnections: 2 });
  await queue.start();
  await queue.listen({ onPayload: () => undefined });
  await Promise.all(Array.from({ length: 20 }, () => queue.fetch(1)));
  const { rows } = await sql<{ held: number }>`
    select count(*) as held from pg_stat_activity
    where datname = current_database() and application_name = 'hostscan-queue'`.execute(db);
  await queue.stop();
  expect(rows).toEqual([{ held: 3 }]);
});

test("entries come and go with their transaction", async () => {
  await using engine = await startEngine();
  const { queue, database } = engine;
  const kept = entry(0);
  const undone = database.db.transaction().execute(async (trx) => {
    await queue.enqueue(trx, [kept]);
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  expect(await queueEntries(database)).toEqual([]);
  await database.db.transaction().execute((trx) => queue.enqueue(trx, [kept]));
  expect(await queueEntries(database)).toEqual([kept.hostScanHostId]);
  await database.db.transaction().execute((trx) => queue.remove(trx, [kept.hostScanHostId]));
  expect(await queueEntries(database)).toEqual([]);
});

test("entries of low position are taken first, each once, delayed ones not yet", async () => {
  await using engine = await startEngine();
  const { queue, database } = engine;
  const large = Array.from({ length: 5_000 }, (_, position) => entry(position));
  const small = entry(0);
  const delayed = entry(0, 60);
  await database.db.transaction().execute((trx) => queue.enqueue(trx, [...large, delayed]));
  await database.db.transaction().execute((trx) => queue.enqueue(trx, [small]));
  const first = await queue.fetch(2);
  expect(new Set(first)).toEqual(new Set([large[0]?.hostScanHostId, small.hostScanHostId]));
  expect(await queue.fetch(1)).toEqual([large[1]?.hostScanHostId]);
});

test("an entry that is not touched comes back, one that is touched does not", async () => {
  await using engine = await startEngine();
  const { queue, database } = engine;
  const [lost, held] = [entry(0), entry(0)];
  await database.db.transaction().execute((trx) => queue.enqueue(trx, [lost, held]));
  await engine.startWorker({ concurrency: 0 });
  expect(await queue.fetch(2)).toHaveLength(2);
  const heartbeat = setInterval(() => {
    const touch = sql`update pgboss.job set heartbeat_on = pgboss.job_now() where id = ${held.hostScanHostId}`;
    void touch.execute(database.db);
  }, 1_000);
  const back = await vi.waitFor(
    async () => {
      const ids = await queue.fetch(2);
      expect(ids).not.toEqual([]);
      return ids;
    },
    { timeout: 120_000, interval: 200 },
  );
  clearInterval(heartbeat);
  expect(back).toEqual([lost.hostScanHostId]);
});

test("a lost connection is logged and replaced, and who listens hears of it", async () => {
  await using engine = await startEngine();
  const { queue, database, lines } = engine;
  const reconnects = vi.fn();
  const payloads = vi.fn();
  await queue.listen({ onPayload: payloads, onConnect: reconnects });
  expect(reconnects).toHaveBeenCalledTimes(1);
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'hostscan-queue'`.execute(database.db);
  await vi.waitFor(() => expect(reconnects).toHaveBeenCalledTimes(2), { timeout: 120_000 });
  await sql`select pg_notify('hostscan', 'again')`.execute(database.db);
  await vi.waitFor(() => expect(payloads).toHaveBeenCalledWith("again"));
  expect(lines.of("queue: fault").length).toBeGreaterThan(0);
});
