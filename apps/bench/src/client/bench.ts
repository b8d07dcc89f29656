import type { Bench, Ratio, Row } from "../bench.ts";
import { signToken } from "../http/call.ts";
import { startServer } from "../http/server-process.ts";
import { spread } from "../statistics.ts";
import { bundleSize } from "./bundle-size.ts";
import { type Contestant, programs } from "./contestants.ts";
import { type Operation, operations, startTiming } from "./timing.ts";

const peers = ["orval", "hey-api"] as const;
const names = ["hostscan", "fetch", ...peers] as const;

/** Not slower, with an allowance for the noise of a shared machine. */
const NOT_SLOWER = { atMost: 1.05 } as const;

/**
 * Measures what the client costs over bare `fetch` and beside generated clients: time per call, and bytes to load.
 *
 * Of the peers, Orval's is bare `fetch` with types: it neither limits the time of a call nor repeats one. Its bytes are
 * therefore told, but those to beat are its bytes over ky, which does both.
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
    orval: await bundleSize(programs.orval),
    "orval over ky": await bundleSize(programs.orval, "ky"),
    "hey-api": await bundleSize(programs["hey-api"]),
  };
  const bytesTo = (peer: keyof typeof sizes, target?: Ratio["target"]): Ratio => ({
    name: `hostscan ÷ ${peer}, bytes`,
    ratio: spread([sizes.hostscan / sizes[peer]]),
    ...(target && { target }),
  });

  const of = (name: Contestant, operation: Operation) => samples.map((sample) => sample[operation][name]);
  const toPeer = (peer: Contestant, operation: Operation, target?: Ratio["target"]): Ratio => {
    const peers = of(peer, operation);
    const ratio = of("hostscan", operation).map((ms, round) => ms / (peers[round] ?? Number.NaN));
    return { name: `hostscan ÷ ${peer}, ${operation}, ms`, ratio: spread(ratio), ...(target && { target }) };
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
      ...peers.flatMap((peer) => operations.map((operation) => toPeer(peer, operation, NOT_SLOWER))),
      bytesTo("orval"),
      bytesTo("orval over ky", { atMost: 1 }),
      bytesTo("hey-api", { atMost: 1 }),
    ],
  };
};
