import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Bench, Report } from "./bench.ts";
import { isReached, table } from "./table.ts";

/** The benches by name. Each is loaded only when it is run. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  http: async () => (await import("./http/bench.ts")).benchHttp,
  neighbour: async () => (await import("./neighbour/bench.ts")).benchNeighbour,
  engine: async () => (await import("./engine/throughput.ts")).benchEngine,
  large: async () => (await import("./engine/large-fleet.ts")).benchLargeFleet,
  schedule: async () => (await import("./engine/schedule.ts")).benchSchedule,
  reads: async () => (await import("./reads/bench.ts")).benchReads,
  inventory: async () => (await import("./inventory/bench.ts")).benchInventory,
  scan: async () => (await import("./scan/bench.ts")).benchScan,
  sections: async () => (await import("./scan/sections.ts")).benchSections,
  windows: async () => (await import("./scan/windows.ts")).benchWindows,
  fleet: async () => (await import("./fleet/bench.ts")).benchFleet,
  client: async () => (await import("./client/bench.ts")).benchClient,
  types: async () => (await import("./types/bench.ts")).benchTypes,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "9" },
    seconds: { type: "string", default: "3" },
    json: { type: "string" },
  },
});

const reports: Record<string, Report> = {};
for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
  const load = benches[name];
  if (!load) throw new Error(`There is no bench ${name}; there are: ${Object.keys(benches).join(", ")}`);
  const bench = await load();
  const report = await bench({ rounds: Number(values.rounds), seconds: Number(values.seconds) });
  reports[name] = report;
  process.stdout.write(`${table(report)}\n`);
}

if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(reports, null, 2)}\n`);
if (
  !Object.values(reports)
    .flatMap(({ ratios }) => ratios)
    .every(isReached)
)
  process.exitCode = 1;
