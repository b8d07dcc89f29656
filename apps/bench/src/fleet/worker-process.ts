import { monitorEventLoopDelay } from "node:perf_hooks";
import {
  createCredentialStore,
  createScanQueue,
  createWorker,
  loadSecretKey,
  openDatabase,
  SecretBox,
} from "@hostscan/engine";
import { scanHost } from "@hostscan/scanner";
import { pino } from "pino";

/** A worker alone in its process, as `hostscan-server serve --role worker`; the bench asks it what it has used. */
const { DATABASE_URL: connectionString = "", HOSTSCAN_DATA_DIR: dataDir = "" } = process.env;
const AT_ONCE = 50;

const log = pino({ level: "error" });
const { db } = openDatabase({
  connectionString,
  onIdleError: (err) => log.error({ err }, "connection lost"),
});
const queue = createScanQueue({ connectionString, supervise: true, log });
await queue.start();
const box = new SecretBox(await loadSecretKey({ value: undefined, dataDir }));
const credentials = createCredentialStore(db, box, { kind: "worker", name: "bench" });
const worker = createWorker({
  db,
  queue,
  log,
  scan: scanHost,
  openCredential: credentials.open,
  concurrency: AT_ONCE,
});
const delay = monitorEventLoopDelay({ resolution: 5 });
await worker.start();
delay.enable();

process.once("disconnect", async () => {
  await worker.stop({ graceMs: 0 });
  await queue.stop();
  await db.destroy();
});
process.on("message", () => {
  process.send?.({
    peakBytes: process.resourceUsage().maxRSS * 1_024,
    delayP99Ms: delay.percentile(99) / 1e6,
    delayMaxMs: delay.max / 1e6,
  });
});
process.send?.("ready");
