import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Bench } from "../bench.ts";
import { childAnswer, numberIn } from "../child-answer.ts";
import { signToken } from "../http/call.ts";
import { startServer } from "../http/server-process.ts";
import { spread } from "../statistics.ts";
import { attacks } from "./attacks.ts";

/** Between a neighbour's calls, in milliseconds: so that many calls come while one body is read. */
const EVERY_MS = 5;

const HONEST = "the largest honest request";

/** No worse than the largest honest request, with room for the noise of a 99th percentile. */
const TARGET = { atMost: 1.5 };

/**
 * Measures how long others wait for `GET /healthz` while somebody sends bodies that are made to hold up the server; held
 * against what they wait while somebody sends the largest honest request instead.
 */
export const benchNeighbour: Bench = async ({ rounds, seconds }) => {
  const token = await signToken();
  const server = await startServer("hostscan");
  const names = [HONEST, ...Object.keys(attacks)];
  const waits = new Map<string, number[]>(names.map((name) => [name, []]));
  const calls = new Map<string, number[]>(names.map((name) => [name, []]));
  try {
    for (const name of names) {
      await using caller = await startCaller(server.origin, token, name);
      // What a server compiles, and grows to, at the first of them is no matter of the others.
      await waitBeside(server.origin, caller.child, seconds);
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const name of names) {
        await using caller = await startCaller(server.origin, token, name);
        const beside = await waitBeside(server.origin, caller.child, seconds);
        waits.get(name)?.push(beside.p99);
        calls.get(name)?.push(beside.calls);
      }
    }
  } finally {
    await server.stop();
  }
  const honestly = waits.get(HONEST) ?? [];
  return {
    title: `Neighbours: p99 of /healthz beside a caller, ${rounds} rounds of ${seconds} s`,
    rows: names.map((name) => ({
      name,
      measured: { "p99 ms": spread(waits.get(name) ?? []), calls: spread(calls.get(name) ?? []) },
    })),
    ratios: Object.keys(attacks).map((name) => ({
      name: `${name} ÷ ${HONEST}`,
      ratio: spread((waits.get(name) ?? []).map((value, round) => value / (honestly[round] ?? Number.NaN))),
      target: TARGET,
    })),
  };
};

/** Starts a caller whose body is made before anything is measured. */
async function startCaller(origin: string, token: string, name: string) {
  const child = fork(new URL("./caller-process.ts", import.meta.url), [origin, token, name]);
  await childAnswer(child);
  return {
    child,
    async [Symbol.asyncDispose]() {
      const exited = once(child, "exit");
      child.disconnect();
      await exited;
    },
  };
}

/** Has a caller send its body again and again, and resolves to the neighbour's p99 in milliseconds. */
async function waitBeside(origin: string, caller: ChildProcess, seconds: number) {
  const told = childAnswer(caller);
  caller.send({ seconds });
  const waits: Promise<number>[] = [];
  const until = performance.now() + seconds * 1_000;
  while (performance.now() < until) {
    waits.push(waitFor(`${origin}/healthz`));
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  const calls = numberIn(await told, "calls");
  const sorted = (await Promise.all(waits)).toSorted((a, b) => a - b);
  return { calls, p99: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN };
}

async function waitFor(url: string): Promise<number> {
  const startedAt = performance.now();
  const answer = await fetch(url);
  await answer.text();
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
  return performance.now() - startedAt;
}
