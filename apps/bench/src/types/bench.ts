import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Bench } from "../bench.ts";
import { spread } from "../statistics.ts";

/** What it takes a compiler to check a program. */
interface CheckCost {
  /** How often it filled in a generic type. */
  readonly instantiations: number;
  /** Milliseconds of checking, all but reading and parsing. */
  readonly checkMs: number;
}

/** TypeScript 5.9: the one that most users have, and whose figures do not depend on the count of processors. */
const compiler = fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript/package.json")));

/** Has a program checked as a user's is, against the packages' built declarations. */
export async function checkCost(program: string): Promise<CheckCost> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-bench-types-"));
  try {
    const compilerOptions = {
      ...{ strict: true, noEmit: true, skipLibCheck: true, target: "es2024", types: [] },
      ...{ module: "nodenext", lib: ["es2024", "dom", "dom.iterable"] },
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [program] }));
    const options = [compiler, "-p", folder, "--extendedDiagnostics"];
    const { stdout } = await promisify(execFile)(process.execPath, options);
    const figure = (name: string) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(stdout)?.[1]);
    return { instantiations: figure("Instantiations"), checkMs: figure("Check time") * 1_000 };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const program = (name: string): string => fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url));

/** The same program by each. Generated clients are checked as ours is, by their declarations, to their advantage. */
const contestants = [
  { name: "openapi-fetch", program: program("openapi-fetch") },
  { name: "orval", program: program("orval") },
  { name: "hey-api", program: program("hey-api") },
  { name: "the client's methods", program: program("client") },
  { name: "the client by path", program: program("raw") },
] as const;

/** Ours and its peer: methods stand beside functions, calls by path beside calls by path. */
const pairs = [
  ["the client's methods", "openapi-fetch"],
  ["the client's methods", "orval"],
  ["the client's methods", "hey-api"],
  ["the client by path", "openapi-fetch"],
] as const;

/** What it costs a user's compiler to check a program that imports the client. Needs the packages built. */
export const benchTypes: Bench = async ({ rounds }) => {
  const costs = new Map<string, CheckCost[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, program } of contestants) costs.get(name)?.push(await checkCost(program));
  }
  const of = (name: string, figure: keyof CheckCost): number[] =>
    (costs.get(name) ?? []).map((cost) => cost[figure]);

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
