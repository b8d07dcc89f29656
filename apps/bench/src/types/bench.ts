import { fileURLToPath } from "node:url";
import type { Bench } from "../bench.ts";
import { spread } from "../statistics.ts";
import { type CheckCost, checkCost } from "./check-cost.ts";

const program = (name: string): string => fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url));

/** The same program by each. Generated clients are checked as ours is, by their declarations, to their advantage. */
const ours = [
  { name: "the client's methods", program: program("client") },
  { name: "the client's raw", program: program("raw") },
] as const;
const peers = [
  { name: "openapi-fetch", program: program("openapi-fetch") },
  { name: "orval", program: program("orval") },
  { name: "hey-api", program: program("hey-api") },
] as const;
const contestants = [...peers, ...ours];

/** What it costs a user's compiler to check a program that imports the client. Needs the packages built. */
export const benchTypes: Bench = async ({ rounds }) => {
  const costs = new Map<string, CheckCost[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, program } of contestants) costs.get(name)?.push(await checkCost(program));
  }
  const of = (name: string, figure: keyof CheckCost): number[] =>
    (costs.get(name) ?? []).map((cost) => cost[figure]);
  const pairs = ours.flatMap((own) => peers.map((peer) => [own.name, peer.name] as const));

  return {
    title: "Checking a program of five calls by TypeScript 5.9",
    rows: contestants.map(({ name }) => ({
      name,
      measured: {
        instantiations: spread(of(name, "instantiations")),
        "ms of checking": spread(of(name, "checkMs")),
      },
    })),
    ratios: pairs.flatMap(([own, peer]) =>
      (["instantiations", "checkMs"] as const).map((figure) => ({
        name: `${own} to ${peer}, ${figure === "checkMs" ? "ms of checking" : figure}`,
        ratio: spread(of(own, figure).map((cost, round) => cost / (of(peer, figure)[round] ?? Number.NaN))),
        target: { atMost: 1 },
      })),
    ),
  };
};
