import { performance } from "node:perf_hooks";
import { createServer } from "@hostscan/server";
import { sql } from "kysely";
import type { Bench } from "../bench.ts";
import { type BenchEngine, startEngine } from "../engine/engine-process.ts";
import { spread } from "../statistics.ts";
import { loadJobs } from "./load-jobs.ts";

const FEW_JOBS = 1_000;
const MANY_JOBS = 1_000_000;
/** Jobs per page on the way to the middle: the most that a page may have. */
const PAGE = 200;
const HOSTS = 10_000;
/** Calls per sample: one alone is as short as the machine's noise. */
const CALLS = 20;
/** What a status of 10,000 hosts may take to read. */
const MOST_MS = 100;

interface Sample {
  readonly few: number;
  readonly many: number;
  /** A page halfway through the list. */
  readonly manyDeep: number;
  readonly job: number;
}

/**
 * Measures what it costs to read: a page of the list with 1,000 jobs and with 1,000,000, and the status of a job of
 * 10,000 hosts. Requests go through the whole server, from URL to answer text.
 */
export const benchReads: Bench = async ({ rounds }) => {
  await using few = await startEngine(4);
  await using many = await startEngine(4);
  await loadJobs(few.db, FEW_JOBS);
  await loadJobs(many.db, MANY_JOBS);
  const jobId = await scheduleLargeJob(few);
  const [readFew, readMany] = [reader(few), reader(many)];
  const deep = await cursorBehind(readMany, MANY_JOBS / 2);
  const samples: Sample[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const sample = {
      few: await msPerCall(readFew, "?limit=50", CALLS),
      many: await msPerCall(readMany, "?limit=50", CALLS),
      manyDeep: await msPerCall(readMany, `?limit=50&after=${deep}`, CALLS),
      job: await msPerCall(readFew, `/${jobId}`, 1),
    };
    if (round >= 0) samples.push(sample);
  }
  const of = (value: keyof Sample) => ({ ms: spread(samples.map((sample) => sample[value])) });
  const toFew = (value: keyof Sample) => spread(samples.map((sample) => sample[value] / sample.few));
  return {
    title: `Reading: pages of 50 jobs, and one job of ${HOSTS} hosts, ${rounds} rounds`,
    rows: [
      { name: `first page of ${FEW_JOBS} jobs`, measured: of("few") },
      { name: `first page of ${MANY_JOBS} jobs`, measured: of("many") },
      { name: "page in their middle", measured: of("manyDeep") },
      { name: `job of ${HOSTS} hosts`, measured: of("job") },
    ],
    ratios: [
      { name: "first page, many ÷ few jobs, ms", ratio: toFew("many"), target: { atMost: 1.25 } },
      { name: "middle page ÷ first page of few, ms", ratio: toFew("manyDeep"), target: { atMost: 1.25 } },
      {
        name: `job of ${HOSTS} hosts ÷ ${MOST_MS} ms`,
        ratio: spread(samples.map(({ job }) => job / MOST_MS)),
        target: { atMost: 1 },
      },
    ],
  };
};

type Read = (path: string) => Promise<Response>;

function reader({ jobs, tokenVerifier: tokens, signIn, token }: BenchEngine): Read {
  const app = createServer({ jobs, tokens, signIn });
  const init = { headers: { authorization: `Bearer ${token}` } };
  return async (path) => {
    const response = await app.request(`/api/v1/HostScanJob${path}`, init);
    if (response.status !== 200) throw new Error(await response.text());
    return response;
  };
}

async function msPerCall(read: Read, path: string, calls: number): Promise<number> {
  const start = performance.now();
  for (let call = 0; call < calls; call += 1) await (await read(path)).text();
  return (performance.now() - start) / calls;
}

/** Schedules a job that no worker takes up, older than all others, so that it is on nobody's first page. */
async function scheduleLargeJob({ credentials, jobs, db }: BenchEngine): Promise<string> {
  const added = await credentials.add({
    name: "bench",
    username: "bench",
    password: "bench",
    scope: ["anywhere"],
  });
  if (!added.ok) throw new Error(added.rejection.detail);
  const requests = Array.from({ length: HOSTS }, (_, index) => ({
    dnsHostName: `large-${index}.example.local`,
    credentialName: "bench",
  }));
  const caller = { subject: "bench", name: "bench", role: "App" };
  const created = await jobs.createJob(requests, { caller, requestId: "bench" });
  if (!created.ok || created.value.id === undefined) throw new Error("the large job was not scheduled");
  const { id } = created.value;
  await sql`update host_scan_job set created_at = '2000-01-01' where id = ${id}`.execute(db);
  return id;
}

/** Pages through the list, as a client would, until it is past so many jobs; resolves to the next page's cursor. */
async function cursorBehind(read: Read, jobs: number): Promise<string> {
  let cursor = "";
  for (let seen = 0; seen < jobs; seen += PAGE) {
    const after = cursor && `&after=${cursor}`;
    const { headers } = await read(`?limit=${PAGE}${after}`);
    const [, next] = /[?&]after=([^&>]+)/.exec(headers.get("link") ?? "") ?? [];
    if (next === undefined) throw new Error(`the list ends after ${seen + PAGE} jobs`);
    cursor = next;
  }
  return cursor;
}
