import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { createServer } from "@hostscan/server";
import { sql } from "kysely";
import type { Bench, Row } from "../bench.ts";
import { spread } from "../statistics.ts";
import { addCredential, type BenchEngine, scheduleHosts, startEngine } from "./engine-process.ts";
import { startWorkers } from "./scanning-workers.ts";

const JOBS = 10;
/** As many as one job may have. */
const HOSTS_PER_JOB = 10_000;
/** Of one host each, scheduled last: what a page of the list shows. */
const SMALL_JOBS = 50;
const HOSTS = JOBS * HOSTS_PER_JOB + SMALL_JOBS;
/** Reads before anything is scanned. */
const IDLE_READS = 300;
/** A list is read so often, and between so many of those the status of a job with all its hosts. */
const BETWEEN_MS = 50;
const LISTS_PER_STATUS = 40;

const LIST = "?limit=50";
const MOST_GROWTH = 1.2;
const PART = HOSTS / 4;

/** What the worker's process holds when so many hosts are scanned. */
interface Held {
  readonly scanned: number;
  readonly heapBytes: number;
  readonly residentBytes: number;
}

interface Reads {
  readonly list: number[];
  readonly status: number[];
}

/**
 * Measures a fleet of 100,000 hosts, scanned once by one worker: whether the worker's memory stays as it is, and what calls
 * of the API take beside it.
 */
export const benchLargeFleet: Bench = async () => {
  await using engine = await startEngine(10);
  const credentialName = await addCredential(engine, "bench");
  const ids: string[] = [];
  for (let job = 0; job < JOBS; job += 1)
    ids.push(await scheduleHosts(engine, { prefix: `host-${job}`, hosts: HOSTS_PER_JOB, credentialName }));
  for (let job = 0; job < SMALL_JOBS; job += 1)
    await scheduleHosts(engine, { prefix: `small-${job}`, hosts: 1, credentialName });
  const read = reader(engine);
  const idle: Reads = { list: [], status: [] };
  for (let count = 1; count <= IDLE_READS; count += 1) await readOnce(read, idle, count, ids);
  await using workers = await startWorkers(engine, 1);
  await workers.start();
  const beside: Reads = { list: [], status: [] };
  const held: Held[] = [];
  const startedAt = performance.now();
  for (let count = 1; (held.at(-1)?.scanned ?? 0) < HOSTS; count += 1) {
    await readOnce(read, beside, count, ids);
    await sleep(BETWEEN_MS);
    if (count % LISTS_PER_STATUS > 0) continue;
    const scanned = await countScanned(engine);
    const [usage] = await workers.usage();
    if (usage && scanned >= held.length * PART) held.push({ ...usage, scanned });
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const early = held.find(({ scanned }) => scanned >= PART)?.residentBytes ?? Number.NaN;
  const late = held.at(-1)?.residentBytes ?? Number.NaN;
  const compare = (of: keyof Reads) => spread([quantile(beside[of], 0.99) / quantile(idle[of], 0.99)]);
  return {
    title: `A fleet of ${HOSTS} hosts that take 50 ms each, scanned once by one worker, 200 at once`,
    rows: [
      { name: "scanned", measured: { "hosts/s": spread([HOSTS / seconds]) } },
      ...held.map(({ scanned, heapBytes, residentBytes }): Row => {
        const measured = {
          "heap MB": spread([heapBytes / 1e6]),
          "resident MB": spread([residentBytes / 1e6]),
        };
        return { name: `worker, ${scanned} scanned`, measured };
      }),
      { name: "page of the list, idle", measured: times(idle.list) },
      { name: "page of the list, beside", measured: times(beside.list) },
      { name: `job of ${HOSTS_PER_JOB} hosts, idle`, measured: times(idle.status) },
      { name: `job of ${HOSTS_PER_JOB} hosts, beside`, measured: times(beside.status) },
    ],
    ratios: [
      {
        name: "resident at the end ÷ after a quarter",
        ratio: spread([late / early]),
        target: { atMost: MOST_GROWTH },
      },
      { name: "page of the list beside ÷ idle, p99 ms", ratio: compare("list") },
      { name: "job beside ÷ idle, p99 ms", ratio: compare("status") },
    ],
  };
};

type Read = (path: string) => Promise<number>;

/** Reads through the whole server, from URL to answer text; resolves to the milliseconds that it took. */
function reader({ jobs, tokenVerifier: tokens, signIn, token }: BenchEngine): Read {
  const app = createServer({ jobs, tokens, signIn });
  const init = { headers: { authorization: `Bearer ${token}` } };
  return async (path) => {
    const start = performance.now();
    const response = await app.request(`/api/v1/HostScanJob${path}`, init);
    const text = await response.text();
    if (response.status !== 200) throw new Error(text);
    return performance.now() - start;
  };
}

async function readOnce(read: Read, reads: Reads, count: number, ids: readonly string[]): Promise<void> {
  reads.list.push(await read(LIST));
  const id = ids[(count / LISTS_PER_STATUS) % ids.length];
  if (id !== undefined) reads.status.push(await read(`/${id}`));
}

function quantile(samples: readonly number[], share: number): number {
  return samples.toSorted((a, b) => a - b)[Math.floor((samples.length - 1) * share)] ?? Number.NaN;
}

function times(samples: readonly number[]): Row["measured"] {
  return { ms: spread(samples), "p99 ms": spread([quantile(samples, 0.99)]) };
}

async function countScanned({ db }: BenchEngine): Promise<number> {
  const { rows } = await sql<{ complete: number; failed: number }>`
    select count(*) filter (where status = 2)::integer as complete,
      count(*) filter (where status = 3)::integer as failed
    from host_scan_host`.execute(db);
  const { complete = 0, failed = 0 } = rows[0] ?? {};
  if (failed > 0) throw new Error(`${failed} scans have failed`);
  return complete;
}
