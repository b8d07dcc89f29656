import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { PgBoss } from "pg-boss";

const QUEUE = "bare";
/** Entries at once, as a worker of ours takes. */
const AT_ONCE = 200;

/** Measures pg-boss alone: so many entries fetched and completed, with nothing between. Resolves to entries per second. */
export async function drainBareQueue(connectionString: string, entries: number): Promise<number> {
  const boss = new PgBoss({ connectionString, supervise: false, schedule: false, max: 4 });
  boss.on("error", (error) => process.emitWarning(error));
  await boss.start();
  try {
    await boss.createQueue(QUEUE, { heartbeatSeconds: 10 });
    await boss.insert(
      QUEUE,
      Array.from({ length: entries }, (_, position) => ({ id: randomUUID(), priority: -position })),
    );
    const start = performance.now();
    for (;;) {
      const fetched = await boss.fetch(QUEUE, { batchSize: AT_ONCE });
      if (fetched.length === 0) return entries / ((performance.now() - start) / 1_000);
      await boss.complete(
        QUEUE,
        fetched.map(({ id }) => id),
      );
    }
  } finally {
    await boss.deleteAllJobs(QUEUE);
    await boss.stop({ graceful: false });
  }
}
