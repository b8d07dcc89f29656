import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import pg from "pg";
import {
  type FromRenewal,
  LEASE_CONNECTIONS,
  Renewal,
  type RenewalSetting,
  type ToRenewal,
} from "./renewal.ts";

// Renews the leases of a process's scans from a thread and over connections of its own, so that neither a busy event
// loop nor a busy pool costs one.

const INTERVAL_MS = 1_000;
/** A renewal that a dead connection holds up is given up, and the next goes over another one. */
const PATIENCE_MS = 3_000;

const setting: RenewalSetting = workerData;
const pool = new pg.Pool({
  connectionString: setting.connectionString,
  max: LEASE_CONNECTIONS,
  connectionTimeoutMillis: PATIENCE_MS,
  query_timeout: PATIENCE_MS,
  // Poolers such as pgbouncer refuse it as a parameter of the connection.
  onConnect: (client) => client.query(`set statement_timeout = ${PATIENCE_MS}`),
  keepAlive: true,
  application_name: "hostscan-leases",
});
const tell = (message: FromRenewal) => parentPort?.postMessage(message);
const tellFault = (error: unknown) =>
  tell({ kind: "fault", message: error instanceof Error ? error.message : "unknown fault" });
// One that was lost while idle is replaced.
pool.on("error", tellFault);
pool.on("connect", (client) => client.on("error", () => undefined));

const renewal = new Renewal(setting, pool);
const renew = () => renewal.renew().then((ended) => ended.forEach(tell), tellFault);

parentPort?.on("message", (message: ToRenewal) => {
  if (message.kind === "hold") renewal.hold(message.claim, message.until);
  else if (message.kind === "drop") renewal.drop(message.claim);
  else void renew();
});

for (;;) {
  await renew();
  await sleep(INTERVAL_MS);
}
