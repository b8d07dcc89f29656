import type { ConstructorOptions } from "pg-boss";

export const SCAN_QUEUE = "host-scan";

/** An entry whose worker has not touched it for so long goes to another worker. The least pg-boss allows. */
export const HEARTBEAT_SECONDS = 10;

/** How pg-boss is run: a lost worker's entries are found within a second, and nothing is kept once it is done. */
export const scanQueueOptions = {
  application_name: "hostscan-queue",
  max: 4,
  connectionTimeoutMillis: 5_000,
  // Shorter than the heartbeat: one dead connection costs no scan.
  query_timeout: 6_000,
  keepAlive: true,
  notifyHeartbeatIntervalMs: 5_000,
  notifyHeartbeatTimeoutMs: 3_000,
  schedule: false,
  superviseIntervalSeconds: 1,
  monitorIntervalSeconds: 1,
  monitorVacuum: false,
  warningQueueSize: 1_000_000,
} satisfies ConstructorOptions & { readonly query_timeout: number; readonly keepAlive: boolean };
