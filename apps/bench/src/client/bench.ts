import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { Bench, Ratio, Row } from "../bench.ts";
import { hostIds, signToken } from "../http/call.ts";
import { largeJobId } from "../http/jobs.ts";
import { startServer } from "../http/server-process.ts";
import { spread } from "../statistics.ts";
import type { Calls } from "./calls.ts";
import { type Contestant, contestants, programs } from "./contestants.ts";

/** How often the contestants take turns in one round, so that what disturbs the machine hits all alike. */
const TURNS = 20;

const [jobId = ""] = hostIds;

/** What is called, and how often in one turn. */
const calls = {
  "create a job": { often: 40, call: (by: Calls) => by.createJob("host.example.local") },
  "read a job": { often: 40, call: (by: Calls) => by.getJob(jobId) },
  "read 1,000 hosts": { often: 5, call: (by: Calls) => by.getJob(largeJobId) },
  "list 50 jobs": { often: 20, call: (by: Calls) => by.listJobs() },
} as const;

type Operation = keyof typeof calls;
const operations = [
  "create a job",
  "read a job",
  "read 1,000 hosts",
  "list 50 jobs",
] as const satisfies readonly Operation[];

const peers = ["orval", "hey-api"] as const;
const names = ["hostscan", "fetch", "openapi-fetch", ...peers] as const;

/** Something of each contestant. */
const each = <T>(make: (name: Contestant) => T): Readonly<Record<Contestant, T>> => ({
  hostscan: make("hostscan"),
  fetch: make("fetch"),
  "openapi-fetch": make("openapi-fetch"),
  orval: make("orval"),
  "hey-api": make("hey-api"),
});

/** Milliseconds per call, in the middle one of the turns. */
type Timing = Readonly<Record<Operation, Readonly<Record<Contestant, number>>>>;

/** Readies every client for a server; each call of what is returned is one round. */
function startTiming(origin: string, token: string): () => Promise<Timing> {
  const entrants = names.map((name) => ({ name, by: contestants[name](origin, token) }));

  async function time(operation: Operation): Promise<Readonly<Record<Contestant, number>>> {
    const { often, call } = calls[operation];
    const spent = each((): number[] => []);
    for (let turn = 0; turn < TURNS; turn += 1) {
      const first = turn % entrants.length;
      for (const { name, by } of [...entrants.slice(first), ...entrants.slice(0, first)]) {
        const start = performance.now();
        for (let count = 0; count < often; count += 1) await call(by);
        spent[name].push((performance.now() - start) / often);
      }
    }
    return each((name) => spread(spent[name]).median);
  }

  return async () => ({
    "create a job": await time("create a job"),
    "read a job": await time("read a job"),
    "read 1,000 hosts": await time("read 1,000 hosts"),
    "list 50 jobs": await time("list 50 jobs"),
  });
}

const kyFetch = fileURLToPath(new URL("ky-fetch.ts", import.meta.url));

/**
 * Bytes that a page loads for a program with all it imports: bundled, minified, after gzip.
 *
 * @param over what the program's own calls of `fetch` go to
 */
export async function bundleSize(program: string, over: "fetch" | "ky" = "fetch"): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../types/programs/${program}.ts`, import.meta.url))],
    ...{ bundle: true, minify: true, format: "esm", target: "es2024", write: false },
    ...(over === "ky" && { inject: [kyFetch] }),
    conditions: ["@hostscan/source"],
    logLevel: "silent",
  });
  return outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
}

/**
 * Measures what the client costs over bare `fetch` and beside generated clients: time per call, and bytes to load.
 *
 * There is no target: what the client does besides is worth something to its users. What openapi-fetch costs, of which it is
 * made, is told apart. Of the peers, Orval's is bare `fetch` with types; over ky it limits the time of a call and repeats it,
 * too.
 */
export const benchClient: Bench = async ({ rounds }) => {
  const server = await startServer("hostscan");
  const samples: Awaited<ReturnType<ReturnType<typeof startTiming>>>[] = [];
  try {
    const measure = startTiming(server.origin, await signToken());
    await measure();
    for (let round = 0; round < rounds; round += 1) samples.push(await measure());
  } finally {
    await server.stop();
  }
  const sizes = {
    hostscan: await bundleSize(programs.hostscan),
    "openapi-fetch": await bundleSize(programs["openapi-fetch"]),
    orval: await bundleSize(programs.orval),
    "orval over ky": await bundleSize(programs.orval, "ky"),
    "hey-api": await bundleSize(programs["hey-api"]),
  };
  const bytesTo = (peer: keyof typeof sizes): Ratio => ({
    name: `hostscan ÷ ${peer}, bytes`,
    ratio: spread([sizes.hostscan / sizes[peer]]),
  });

  const of = (name: Contestant, operation: Operation) => samples.map((sample) => sample[operation][name]);
  const toPeer = (peer: Contestant, operation: Operation): Ratio => {
    const peers = of(peer, operation);
    const ratio = of("hostscan", operation).map((ms, round) => ms / (peers[round] ?? Number.NaN));
    return { name: `hostscan ÷ ${peer}, ${operation}, ms`, ratio: spread(ratio) };
  };
  const row = (name: Contestant): Row => ({
    name,
    measured: {
      ...Object.fromEntries(
        operations.map((operation) => [`${operation}, ms`, spread(of(name, operation))] as const),
      ),
      ...(name !== "fetch" && { "bytes of a program": spread([sizes[name]]) }),
    },
  });
  return {
    title: `Client: time per call, one after the other, ${rounds} rounds; a program of five calls, minified, gzip`,
    rows: [
      ...names.map(row),
      { name: "orval over ky", measured: { "bytes of a program": spread([sizes["orval over ky"]]) } },
    ],
    ratios: [
      ...operations.map((operation) => toPeer("fetch", operation)),
      ...operations.map((operation) => toPeer("openapi-fetch", operation)),
      ...peers.flatMap((peer) => operations.map((operation) => toPeer(peer, operation))),
      bytesTo("openapi-fetch"),
      bytesTo("orval"),
      bytesTo("orval over ky"),
      bytesTo("hey-api"),
    ],
  };
};
