import type { Bench, Ratio } from "../bench.ts";
import { spread } from "../statistics.ts";
import { signToken } from "./call.ts";
import { findLoader, type Loader } from "./loader.ts";
import { type ServerProcess, startServer } from "./server-process.ts";

const WARM_UP_SECONDS = 3;

/** The server, its peer with the same features, and two floors without any. */
const contestants = ["hostscan", "fastify", "hono", "node"] as const;
type Contestant = (typeof contestants)[number];

const units = { callsPerSecond: "calls/s", callsPerCpuSecond: "calls/s of CPU" } as const;
const valueNames = ["callsPerSecond", "callsPerCpuSecond"] as const;

/**
 * What one round found out about a server, by the clock and by the server's own CPU time. Other programs on the machine
 * disturb the latter less.
 */
type Sample = Readonly<Record<keyof typeof units, number>>;

/** Measures `POST /HostScanJob/ByHostIdMultiple` with ten ids, from the socket to the port and back. */
export const benchHttp: Bench = async ({ rounds, seconds }) => {
  const token = await signToken();
  const { load, loaderName } = await findLoader();
  const servers = await Promise.all(contestants.map(startServer));
  const samples = new Map<string, Sample[]>(servers.map(({ name }) => [name, []]));
  try {
    for (const { origin } of servers) await load(origin, token, WARM_UP_SECONDS);
    for (let round = 0; round < rounds; round += 1) {
      // Another one begins each round, so that none always follows the same.
      for (const server of [
        ...servers.slice(round % servers.length),
        ...servers.slice(0, round % servers.length),
      ]) {
        samples.get(server.name)?.push(await measure(server, load, token, seconds));
      }
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }

  const of = (name: Contestant, value: keyof Sample) =>
    (samples.get(name) ?? []).map((sample) => sample[value]);
  const ratio = (peer: Contestant, value: keyof Sample, target?: Ratio["target"]): Ratio => {
    const peers = of(peer, value);
    const ratios = of("hostscan", value).map((own, round) => own / (peers[round] ?? Number.NaN));
    return { name: `hostscan ÷ ${peer}, ${units[value]}`, ratio: spread(ratios), ...(target && { target }) };
  };
  const measured = (name: Contestant) =>
    valueNames.map((value) => [units[value], spread(of(name, value))] as const);
  return {
    title: `HTTP: 10 ids in, 10 jobs out; 32 connections, ${rounds} rounds of ${seconds} s by ${loaderName}`,
    rows: contestants.map((name) => ({ name, measured: Object.fromEntries(measured(name)) })),
    ratios: [
      ratio("fastify", "callsPerSecond", { atLeast: 0.95 }),
      ratio("fastify", "callsPerCpuSecond"),
      ratio("hono", "callsPerSecond"),
      ratio("node", "callsPerSecond"),
    ],
  };
};

async function measure(server: ServerProcess, load: Loader, token: string, seconds: number): Promise<Sample> {
  const cpuBefore = await server.cpuTime();
  const { calls, elapsedSeconds } = await load(server.origin, token, seconds);
  const cpu = (await server.cpuTime()) - cpuBefore;
  return { callsPerSecond: calls / elapsedSeconds, callsPerCpuSecond: (calls / cpu) * 1_000_000 };
}
