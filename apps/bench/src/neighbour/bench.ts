import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import type { Bench } from "../bench.ts";
import { signToken } from "../http/call.ts";
import { startServer } from "../http/server-process.ts";
import { spread } from "../statistics.ts";
import { attacks, honest } from "./attacks.ts";

const path = "/api/v1/HostScanJob";

/** Between a neighbour's calls, in milliseconds: so that many calls come while one body is read. */
const EVERY_MS = 5;

/** No worse than another honest request, with room for the noise of a 99th percentile. */
const TARGET = { atMost: 1.5 };

/**
 * Measures how long others wait for `GET /healthz` while somebody sends bodies that are made to hold up the server, beside
 * the largest honest request; held against what they wait where that second caller is honest, too.
 */
export const benchNeighbour: Bench = async ({ rounds, seconds }) => {
  const token = await signToken();
  const server = await startServer("hostscan");
  const largest = Buffer.from(honest());
  const bodies = new Map(Object.entries(attacks).map(([name, make]) => [name, Buffer.from(make())]));
  const samples = new Map<string, number[]>([...bodies.keys()].map((name) => [name, []]));
  const honestly: number[] = [];
  const p99Beside = (attack: readonly Buffer[]) =>
    waitBeside(server.origin, token, [largest, ...attack], seconds);
  try {
    await p99Beside([largest]);
    for (let round = 0; round < rounds; round += 1) {
      honestly.push(await p99Beside([largest]));
      for (const [name, body] of bodies) samples.get(name)?.push(await p99Beside([body]));
    }
  } finally {
    await server.stop();
  }
  const named = [...samples];
  return {
    title: `Neighbours: p99 of /healthz beside the largest honest request, ${rounds} rounds of ${seconds} s`,
    rows: [
      { name: "the same once more", measured: { "p99 ms": spread(honestly) } },
      ...named.map(([name, values]) => ({ name, measured: { "p99 ms": spread(values) } })),
    ],
    ratios: named.map(([name, values]) => ({
      name: `${name} ÷ the same once more`,
      ratio: spread(values.map((value, round) => value / (honestly[round] ?? Number.NaN))),
      target: TARGET,
    })),
  };
};

/** Sends bodies again and again, each by a caller of its own, and resolves to the neighbour's p99 in milliseconds. */
async function waitBeside(
  origin: string,
  token: string,
  bodies: readonly Buffer[],
  seconds: number,
): Promise<number> {
  const until = performance.now() + seconds * 1_000;
  const callers = bodies.map(async (body) => {
    while (performance.now() < until) await post(origin, token, body);
  });
  const waits: Promise<number>[] = [];
  while (performance.now() < until) {
    waits.push(waitFor(`${origin}/healthz`));
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  await Promise.all(callers);
  const sorted = (await Promise.all(waits)).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
}

async function waitFor(url: string): Promise<number> {
  const startedAt = performance.now();
  const answer = await fetch(url);
  await answer.text();
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
  return performance.now() - startedAt;
}

/** By Node's own client, which sends the bytes as they are: another would hold up the neighbour's clock by copying them. */
async function post(origin: string, token: string, body: Buffer): Promise<void> {
  const headers = {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    "content-length": body.byteLength,
  };
  const call = request(`${origin}${path}`, { method: "POST", headers }).end(body);
  const [answer]: IncomingMessage[] = await once(call, "response");
  answer?.resume();
  if (answer) await once(answer, "close");
}
