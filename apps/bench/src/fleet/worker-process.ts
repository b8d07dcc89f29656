import { monitorEventLoopDelay } from "node:perf_hooks";
import { loadSecretKey } from "@hostscan/database";
import { openEngine, openInstallation } from "@hostscan/engine";
import { pino } from "pino";

/** A worker alone in its process, as `hostscan-server serve --role worker`; the bench asks it what it has used. */
const { DATABASE_URL: connectionString = "", HOSTSCAN_DATA_DIR: dataDir = "" } = process.env;
const AT_ONCE = 50;

const log = pino({ level: "error" });
const secretKey = await loadSecretKey({ dataDir });
const actor = { kind: "worker", name: "bench" } as const;
const installation = await openInstallation({ connectionString, secretKey, actor, log });
const engine = await openEngine({ installation, log, worker: { concurrency: AT_ONCE } });
const delay = monitorEventLoopDelay({ resolution: 5 });
await engine.worker?.start();
delay.enable();

process.once("disconnect", async () => {
  await engine.worker?.stop({ graceMs: 0 });
  await engine.close();
  await installation.close();
});
process.on("message", () => {
  process.send?.({
    peakBytes: process.resourceUsage().maxRSS * 1_024,
    delayP99Ms: delay.percentile(99) / 1e6,
    delayMaxMs: delay.max / 1e6,
  });
});
process.send?.("ready");
