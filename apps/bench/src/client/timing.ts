import { performance } from "node:perf_hooks";
import { hostIds } from "../http/call.ts";
import { largeJobId } from "../http/jobs.ts";
import { spread } from "../statistics.ts";
import type { Calls } from "./calls.ts";
import { type Contestant, contestants } from "./contestants.ts";

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

export type Operation = keyof typeof calls;
export const operations = [
  "create a job",
  "read a job",
  "read 1,000 hosts",
  "list 50 jobs",
] as const satisfies readonly Operation[];

/** Milliseconds per call, in the middle one of the turns. */
export type Timing = Readonly<Record<Operation, Readonly<Record<Contestant, number>>>>;

/** Readies every client for a server; each call of what is returned is one round. */
export function startTiming(origin: string, token: string): () => Promise<Timing> {
  const entrants = [
    { name: "hostscan", by: contestants.hostscan(origin, token) },
    { name: "fetch", by: contestants.fetch(origin, token) },
    { name: "orval", by: contestants.orval(origin, token) },
    { name: "hey-api", by: contestants["hey-api"](origin, token) },
  ] as const;

  async function time(operation: Operation): Promise<Readonly<Record<Contestant, number>>> {
    const { often, call } = calls[operation];
    const spent: Record<Contestant, number[]> = { hostscan: [], fetch: [], orval: [], "hey-api": [] };
    for (let turn = 0; turn < TURNS; turn += 1) {
      const first = turn % entrants.length;
      for (const { name, by } of [...entrants.slice(first), ...entrants.slice(0, first)]) {
        const start = performance.now();
        for (let count = 0; count < often; count += 1) await call(by);
        spent[name].push((performance.now() - start) / often);
      }
    }
    const middle = (name: Contestant): number => spread(spent[name]).median;
    return {
      hostscan: middle("hostscan"),
      fetch: middle("fetch"),
      orval: middle("orval"),
      "hey-api": middle("hey-api"),
    };
  }

  return async () => ({
    "create a job": await time("create a job"),
    "read a job": await time("read a job"),
    "read 1,000 hosts": await time("read 1,000 hosts"),
    "list 50 jobs": await time("list 50 jobs"),
  });
}
