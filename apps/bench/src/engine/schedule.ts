import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { createServer } from "@hostscan/server";
import type { Bench } from "../bench.ts";
import { spread } from "../statistics.ts";
import { type BenchEngine, startEngine } from "./engine-process.ts";
import { insertRows, readRows, removeRows } from "./rows.ts";

const HOSTS = 10_000;
const WARM_UP_ROUNDS = 2;

interface Sample {
  readonly postMs: number;
  readonly bareMs: number;
  /** Longest time that the event loop stood still during the call. */
  readonly stallMs: number;
  /** Reading the job back, all its hosts included. */
  readonly readMs: number;
}

type Call = (path: string, body?: string) => Promise<string>;

/**
 * Measures a `POST /HostScanJob` of 10,000 new hosts, from its body's text to its answer's text, against bare
 * multi-row inserts of the very rows it wrote, over the same connection.
 */
export const benchSchedule: Bench = async ({ rounds }) => {
  await using engine = await startEngine(1);
  const added = await engine.credentials.add({
    name: "bench",
    username: "bench",
    password: "bench",
    scope: ["anywhere"],
  });
  if (!added.ok) throw new Error(added.rejection.detail);
  const call = caller(engine);
  const samples: Sample[] = [];
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    const sample = await measure(engine, call);
    if (round >= 0) samples.push(sample);
  }
  const of = (value: keyof Sample) => spread(samples.map((sample) => sample[value]));
  return {
    title: `Scheduling: one job of ${HOSTS} new hosts, ${rounds} rounds, one connection`,
    rows: [
      {
        name: "hostscan",
        measured: { ms: of("postMs"), "longest stall, ms": of("stallMs"), "read back, ms": of("readMs") },
      },
      { name: "bare inserts", measured: { ms: of("bareMs") } },
    ],
    ratios: [
      {
        name: "hostscan ÷ bare inserts, ms",
        ratio: spread(samples.map(({ postMs, bareMs }) => postMs / bareMs)),
        target: { atMost: 2 },
      },
      {
        name: "longest stall ÷ 100 ms",
        ratio: spread(samples.map(({ stallMs }) => stallMs / 100)),
        target: { atMost: 1 },
      },
    ],
  };
};

function caller({ jobs, tokenVerifier: tokens, signIn, token }: BenchEngine): Call {
  const app = createServer({ jobs, tokens, signIn });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return async (path, body) => {
    const init = body === undefined ? { headers } : { method: "POST", headers, body };
    const response = await app.request(`/api/v1/HostScanJob${path}`, init);
    const text = await response.text();
    if (response.status !== 200) throw new Error(text);
    return text;
  };
}

async function measure({ db }: BenchEngine, call: Call): Promise<Sample> {
  await removeRows(db);
  const body = JSON.stringify(
    Array.from({ length: HOSTS }, (_, index) => ({
      dnsHostName: `host-${index}.example.local`,
      credentialName: "bench",
      acceptThumbprintOnFirstDiscovery: true,
    })),
  );
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const [postMs, answer] = await timed(() => call("", body));
  delay.disable();
  const job: { readonly id: string } = JSON.parse(answer);
  const [readMs] = await timed(() => call(`/${job.id}`));
  const rows = await readRows(db);
  await removeRows(db);
  const [bareMs] = await timed(() => insertRows(db, rows));
  return { postMs, bareMs, readMs, stallMs: delay.max / 1e6 };
}

async function timed<T>(work: () => Promise<T>): Promise<[ms: number, value: T]> {
  const start = performance.now();
  const value = await work();
  return [performance.now() - start, value];
}
