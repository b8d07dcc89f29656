import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { PgBoss } from "pg-boss";
import type { Bench } from "../bench.ts";
import { spread } from "../statistics.ts";
import { addCredential, type BenchEngine, scheduleHosts, startEngine } from "./engine-process.ts";
import { startWorkers } from "./scanning-workers.ts";

/** What a Postgres server has used up to a moment. */
interface DatabaseUse {
  /** Of all its processes, those that have ended among them; not a number where the system does not tell. */
  readonly cpuMs: number;
  readonly walBytes: number;
  readonly transactions: number;
}

/** Linux counts in hundredths of a second, whatever the machine. */
const TICK_MS = 10;

/** A process's parent, and its processor time with that of its ended children, as proc(5) has it. */
async function readProcess(pid: string): Promise<{ readonly parent: string; readonly cpuMs: number }> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { parent: fields[1] ?? "", cpuMs: ticks * TICK_MS };
}

async function processorTime(backend: number): Promise<number> {
  const pids = await readdir("/proc").catch(() => []);
  if (pids.length === 0) return Number.NaN;
  const { parent: postmaster } = await readProcess(String(backend));
  const processes = await Promise.all(pids.filter((name) => /^\d+$/.test(name)).map(readProcess));
  const { cpuMs } = await readProcess(postmaster);
  return processes.reduce((sum, one) => sum + (one.parent === postmaster ? one.cpuMs : 0), cpuMs);
}

/** Reads what the server has used so far. */
async function readUse<DB>(db: Kysely<DB>): Promise<DatabaseUse> {
  const { rows } = await sql<{ backend: number; wal: string; transactions: number }>`
    select pg_backend_pid() as backend, pg_current_wal_insert_lsn() - '0/0' as wal, xact_commit as transactions
    from pg_stat_database where datname = current_database()`.execute(db);
  const { backend = 0, wal = "0", transactions = 0 } = rows[0] ?? {};
  return { cpuMs: await processorTime(backend), walBytes: Number(wal), transactions };
}

const QUEUE = "bare";
/** Entries at once, as a worker of ours takes. */
const AT_ONCE = 200;

/** Measures pg-boss alone: so many entries fetched and completed, with nothing between. Resolves to entries per second. */
async function drainBareQueue(connectionString: string, entries: number): Promise<number> {
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

/** Of each job: enough to tell a rate of, few enough for a run of seconds. */
const HOSTS = 4_000;
/** Between two looks at the job; each counts all its hosts. */
const LOOK_MS = 500;

/** How one job went, per host. */
interface Sample {
  readonly hostsPerSecond: number;
  readonly workerCpuMs: number;
  readonly databaseCpuMs: number;
  readonly walBytes: number;
  readonly transactions: number;
}

/** What is measured in each round: workers, and whether the credential was let in before. */
const CONTESTANTS = [
  { name: "one worker, a new credential", workers: 1, proven: false },
  { name: "one worker", workers: 1, proven: true },
  { name: "two workers", workers: 2, proven: true },
  { name: "four workers", workers: 4, proven: true },
] as const;

type Name = (typeof CONTESTANTS)[number]["name"];

/**
 * Measures what the engine costs besides the scans: hosts that a fixture "scans" in 50 ms, 200 at once in each worker,
 * by workers in processes of their own; beside it the queue alone, which fetches and completes as many entries.
 */
export const benchEngine: Bench = async ({ rounds }) => {
  await using engine = await startEngine(4);
  const samples = new Map<Name, Sample[]>(CONTESTANTS.map(({ name }) => [name, []]));
  const bare: number[] = [];
  for (let round = -1; round < rounds; round += 1) {
    await clear(engine);
    const queue = await drainBareQueue(engine.connectionString, HOSTS);
    if (round >= 0) bare.push(queue);
    const credential = `bench ${round}`;
    for (const { name, workers, proven } of CONTESTANTS) {
      const sample = await measure(
        engine,
        workers,
        proven ? credential : await addCredential(engine, credential),
      );
      if (round >= 0) samples.get(name)?.push(sample);
    }
  }
  const of = (name: Name, value: keyof Sample) => samples.get(name)?.map((sample) => sample[value]) ?? [];
  const rate = (name: Name) => of(name, "hostsPerSecond");
  const compared = (ours: readonly number[], theirs: readonly number[]) =>
    spread(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
  return {
    title: `Engine: ${HOSTS} hosts that take 50 ms each, 200 at once in each worker, ${rounds} rounds`,
    rows: [
      ...CONTESTANTS.map(({ name }) => ({
        name,
        measured: {
          "hosts/s": spread(rate(name)),
          "worker CPU ms/host": spread(of(name, "workerCpuMs")),
          "Postgres CPU ms/host": spread(of(name, "databaseCpuMs")),
          "WAL bytes/host": spread(of(name, "walBytes")),
          "transactions/host": spread(of(name, "transactions")),
        },
      })),
      { name: "pg-boss alone", measured: { "hosts/s": spread(bare) } },
    ],
    ratios: [
      { name: "one worker ÷ pg-boss alone, hosts/s", ratio: compared(rate("one worker"), bare) },
      {
        name: "a new credential ÷ a proven one, hosts/s",
        ratio: compared(rate("one worker, a new credential"), rate("one worker")),
        target: { atLeast: 0.8 },
      },
      {
        name: "two workers ÷ one, hosts/s",
        ratio: compared(rate("two workers"), rate("one worker")),
        target: { atLeast: 1 },
      },
      {
        name: "four workers ÷ one, hosts/s",
        ratio: compared(rate("four workers"), rate("one worker")),
        target: { atLeast: 0.9 },
      },
    ],
  };
};

/** Each round starts from the same: no hosts, and nothing for Postgres to clean up meanwhile. */
async function clear({ db }: BenchEngine): Promise<void> {
  await sql`truncate host, host_scan_job, login_permit, login_refusal cascade`.execute(db);
  await sql`vacuum analyze`.execute(db);
  await sql`checkpoint`.execute(db);
}

/** Has one job scanned by so many workers, which start at once. */
async function measure(engine: BenchEngine, workers: number, credentialName: string): Promise<Sample> {
  await using scanning = await startWorkers(engine, workers);
  const jobId = await scheduleHosts(engine, { hosts: HOSTS, credentialName });
  const before = await readUse(engine.db);
  await scanning.start();
  const seconds = await untilScanned(engine, jobId);
  const after = await readUse(engine.db);
  const used = (of: keyof DatabaseUse) => (after[of] - before[of]) / HOSTS;
  const usage = await scanning.usage();
  return {
    hostsPerSecond: HOSTS / seconds,
    workerCpuMs: usage.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / HOSTS,
    databaseCpuMs: used("cpuMs"),
    walBytes: used("walBytes"),
    transactions: used("transactions"),
  };
}

/** Waits for the job's end; resolves to the seconds from the first claim to the last result. */
async function untilScanned({ db }: BenchEngine, jobId: string): Promise<number> {
  for (;;) {
    const { rows } = await sql<{ complete: number; failed: number; seconds: number }>`
      select count(*) filter (where status = 2)::integer as complete,
        count(*) filter (where status = 3)::integer as failed,
        extract(epoch from max(finished_at) - min(started_at))::float8 as seconds
      from host_scan_host where job_id = ${jobId}`.execute(db);
    const { complete = 0, failed = 0, seconds = 0 } = rows[0] ?? {};
    if (failed > 0) throw new Error(`${failed} scans have failed`);
    if (complete === HOSTS) return seconds;
    await sleep(LOOK_MS);
  }
}
