import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { loadSecretKey } from "@hostscan/database";
import { openEngine, openInstallation } from "@hostscan/engine";
import type { ObservedKey, Scan } from "@hostscan/scanner";
import { pino } from "pino";

/** How long a host takes. */
const SCAN_MS = 50;

/**
 * A fixture that scans nothing: it takes its time, asks all that a real scan has to ask, and shows a key by which the host
 * is known from then on.
 */
const fixtureScan: Scan = async (target, _credential, signal, hooks = {}) => {
  const { dnsHostName = "", ipAddress = "192.0.2.1", port, trust } = target;
  const key: ObservedKey = { protocol: "ssh", thumbprint: `SHA256:${dnsHostName}`, algorithm: "ssh-ed25519" };
  const refused = (message: string) =>
    ({ ok: false, failure: { phase: "denied", message }, keys: [key] }) as const;
  hooks.onPhase?.("tcp");
  const entered = await hooks.beforeConnect?.(ipAddress, signal);
  if (entered?.ok === false) return refused(entered.message);
  if (hooks.mayConnect?.(ipAddress, port) === false) return refused("It may not be connected to.");
  hooks.onPhase?.("auth");
  const permitted = await hooks.beforeLogin?.(signal);
  if (permitted?.ok === false) return refused(permitted.message);
  const allowed = await hooks.mayLogIn?.({ address: ipAddress, port }, signal);
  if (allowed?.ok === false) return refused(allowed.message);
  await sleep(SCAN_MS);
  hooks.onLogin?.();
  return {
    ok: true,
    facts: { name: dnsHostName, os: "Debian GNU/Linux", version: "12", ipAddress },
    keys: [key],
    pins: trust.trusted.ssh === undefined ? [key] : [],
    warnings: [],
  };
};

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
