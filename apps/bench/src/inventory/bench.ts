import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { createServer } from "@hostscan/server";
import { sql } from "kysely";
import type { Bench, Row } from "../bench.ts";
import { addCredential, type BenchEngine, scheduleHosts, startEngine } from "../engine/engine-process.ts";
import { spread } from "../statistics.ts";
import { inventoryScan, type Telling } from "./inventory-scan.ts";
import { COMMON, ENTRIES_PER_HOST, EVERYWHERE, loadEntries, RARE } from "./load-entries.ts";

const SCANNED_HOSTS = 10_000;
/** As many as have five million entries. */
const READ_HOSTS = 16_667;
/** What the search of one account over all hosts may take. */
const MOST_MS = 100;
/** What the rescan of an unchanged fleet may write of what scans write that read no sections. */
const MOST_WRITTEN = 1.2;
/** Calls per sample: one alone is as short as the machine's noise. */
const CALLS = 5;
const POLL_MS = 200;

const SEARCHES = {
  "one of all hosts, first page": `?name=${EVERYWHERE}&limit=200`,
  "one of every hundredth host": `?name=${COMMON}&limit=200`,
  "one of a single host": `?name=${RARE}`,
  "one by its identifier": "?unixId=999&limit=200",
  "one that is nowhere": "?name=nobody-at-all",
} as const;

/**
 * Measures what an inventory costs: what scans of 10,000 hosts write to the database that read 300 entries of each and find
 * them as they were, beside scans that read none; and the search of one account among five million entries.
 */
export const benchInventory: Bench = async ({ rounds }) => {
  const written = await measureScans(rounds);
  const found = await measureSearches(rounds);
  const plain = written.get("nothing") ?? [];
  const rescan = (telling: Telling) => ({
    name: `rescan, ${telling} ÷ without sections, bytes written`,
    ratio: spread((written.get(telling) ?? []).map((bytes, round) => bytes / (plain[round] ?? Number.NaN))),
  });
  return {
    title: `Inventory: ${SCANNED_HOSTS} hosts × 300 entries scanned, ${READ_HOSTS * ENTRIES_PER_HOST} entries searched, ${rounds} rounds`,
    rows: [
      ...[...written].map(
        ([telling, bytes]): Row => ({
          name: `scans that tell ${telling}`,
          measured: { "bytes/host": spread(bytes.map((all) => all / SCANNED_HOSTS)) },
        }),
      ),
      ...[...found].map(([name, ms]): Row => ({ name: `an account: ${name}`, measured: { ms: spread(ms) } })),
    ],
    ratios: [
      { ...rescan("the same"), target: { atMost: MOST_WRITTEN } },
      rescan("other times"),
      ...[...found].map(([name, ms]) => ({
        name: `${name} ÷ ${MOST_MS} ms`,
        ratio: spread(ms.map((one) => one / MOST_MS)),
        target: { atMost: 1 },
      })),
    ],
  };
};

/** Bytes that Postgres writes to its log for a job of all hosts, by what these tell, one sample a round. */
async function measureScans(rounds: number): Promise<ReadonlyMap<string, readonly number[]>> {
  let telling: Telling = "the same";
  const { POSITIVE_INFINITY: unlimited } = Number;
  const limits = { total: unlimited, perCredential: unlimited, perNetwork: unlimited, denials: 3 };
  const worker = { concurrency: 200, connectsPerSecond: unlimited, limits };
  await using engine = await startEngine(
    10,
    worker,
    inventoryScan(() => telling),
  );
  const credentialName = await addCredential(engine, "bench");
  const scanAll = async (told: Telling) => {
    telling = told;
    await sql`checkpoint`.execute(engine.db);
    const before = await position(engine);
    await ended(engine, await scheduleHosts(engine, { hosts: SCANNED_HOSTS, credentialName }));
    return (await position(engine)) - before;
  };
  const samples = new Map<Telling | "it for the first time", number[]>();
  samples.set("it for the first time", [await scanAll("the same")]);
  // Pages are written anew once after each checkpoint, whatever is told: so all rounds are alike.
  for (let round = 0; round < rounds; round += 1) {
    for (const told of ["nothing", "the same", "other times"] as const) {
      samples.set(told, [...(samples.get(told) ?? []), await scanAll(told)]);
    }
  }
  return samples;
}

/** Bytes that Postgres has written to its log so far. */
async function position({ db }: BenchEngine): Promise<number> {
  const { rows } = await sql<{ bytes: string }>`
    select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::text as bytes`.execute(db);
  return Number(rows[0]?.bytes);
}

/** Waits until the job has ended. @throws Error where a host was not scanned */
async function ended({ db }: BenchEngine, jobId: string): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ left: number; failed: number }>`
      select count(*) filter (where status in (0, 1))::integer as left,
        count(*) filter (where status = 3)::integer as failed
      from host_scan_host where job_id = ${jobId}`.execute(db);
    const { left = 0, failed = 0 } = rows[0] ?? {};
    if (failed > 0) throw new Error(`${failed} scans have failed`);
    if (left === 0) return;
    await sleep(POLL_MS);
  }
}

async function measureSearches(rounds: number): Promise<ReadonlyMap<string, readonly number[]>> {
  await using engine = await startEngine(4);
  await loadEntries(engine.db, READ_HOSTS);
  const { jobs, tokenVerifier: tokens, signIn, token } = engine;
  const app = createServer({ jobs, tokens, signIn });
  const init = { headers: { authorization: `Bearer ${token}` } };
  const msPerCall = async (path: string) => {
    const start = performance.now();
    for (let call = 0; call < CALLS; call += 1) {
      const response = await app.request(`/api/v1/HostScanJob/User${path}`, init);
      const text = await response.text();
      if (response.status !== 200) throw new Error(text);
    }
    return (performance.now() - start) / CALLS;
  };
  const samples = new Map<string, number[]>(Object.keys(SEARCHES).map((name) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, path] of Object.entries(SEARCHES)) {
      const ms = await msPerCall(path);
      if (round >= 0) samples.get(name)?.push(ms);
    }
  }
  return samples;
}
