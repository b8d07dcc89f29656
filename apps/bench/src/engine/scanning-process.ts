import { monitorEventLoopDelay } from "node:perf_hooks";
import { loadSecretKey } from "@hostscan/database";
import { openEngine, openInstallation } from "@hostscan/engine";
import { pino } from "pino";
import { fixtureScan } from "./fixture-scan.ts";

/** A worker in a process of its own, that only ever scans a fixture, and no limit holds it back. */
const { DATABASE_URL: connectionString = "", HOSTSCAN_DATA_DIR: dataDir = "" } = process.env;
const AT_ONCE = 200;
const { POSITIVE_INFINITY: unlimited } = Number;

const log = pino({ level: "error" });
const secretKey = await loadSecretKey({ dataDir });
const actor = { kind: "worker", name: "bench" } as const;
const installation = await openInstallation({ connectionString, secretKey, actor, log });
const worker = {
  concurrency: AT_ONCE,
  connectsPerSecond: unlimited,
  // Permits are part of what is measured.
  limits: { total: unlimited, perCredential: unlimited, perNetwork: unlimited, denials: 3 },
};
const engine = await openEngine({ installation, log, worker, scan: fixtureScan });
const delay = monitorEventLoopDelay({ resolution: 5 });
let before = process.cpuUsage();

async function start() {
  before = process.cpuUsage();
  delay.enable();
  await engine.worker?.start();
  return "started";
}

function usage() {
  const { user, system } = process.cpuUsage(before);
  const { heapUsed, rss } = process.memoryUsage();
  return {
    cpuMs: (user + system) / 1_000,
    delayP99Ms: delay.percentile(99) / 1e6,
    heapBytes: heapUsed,
    residentBytes: rss,
  };
}

process.once("disconnect", async () => {
  await engine.worker?.stop({ graceMs: 0 });
  await engine.close();
  await installation.close();
});
process.on("message", async (message) => process.send?.(message === "start" ? await start() : usage()));
process.send?.("ready");
