import { createWorker, type ScanNetworks, type ScanQueue, type WorkerObserver } from "@hostscan/engine";
import { scanHost } from "@hostscan/scanner";
import type { Logger } from "pino";
import type { Configuration } from "../configuration/settings.ts";
import type { Installation } from "../installation/installation.ts";
import type { Load } from "../metrics/scan-metrics.ts";
import type { ReadinessCheck } from "./health.ts";

type WorkerSettings =
  | "scanConcurrency"
  | "scanDeadline"
  | "scanTotal"
  | "scansPerCredential"
  | "scansPerNetwork"
  | "connectRate"
  | "credentialDenials"
  | "retentionDays"
  | "auditRetentionDays";

export interface ScanWorkerOptions {
  readonly installation: Pick<Installation, "db" | "credentials">;
  readonly queue: ScanQueue;
  readonly configuration: Pick<Configuration, WorkerSettings>;
  readonly networks: ScanNetworks;
  readonly log: Logger;
  readonly observer: WorkerObserver | undefined;
}

/** The worker of this process, which can be asked whether it works. */
export interface ScanWorker {
  readonly check: ReadinessCheck;
  load(): Load;
  start(): Promise<void>;
  /** Takes no more hosts, lets running scans end within `graceMs`, and gives the others back to the queue. */
  stop(graceMs: number): Promise<void>;
}

export function createScanWorker(options: ScanWorkerOptions): ScanWorker {
  const { installation, queue, configuration, networks, log, observer } = options;
  const worker = createWorker({
    db: installation.db,
    queue,
    log,
    observer,
    scan: scanHost,
    openCredential: (id) => installation.credentials.open(id),
    networks,
    concurrency: configuration.scanConcurrency,
    deadlineMs: configuration.scanDeadline * 1_000,
    limits: {
      total: configuration.scanTotal,
      perCredential: configuration.scansPerCredential,
      perNetwork: configuration.scansPerNetwork,
      denials: configuration.credentialDenials,
    },
    connectsPerSecond: configuration.connectRate,
    retention: { jobDays: configuration.retentionDays, auditDays: configuration.auditRetentionDays },
  });
  let working = false;

  return {
    check: { name: "worker", check: async () => working },
    load: () => worker.load(),
    async start() {
      await worker.start();
      working = true;
    },
    async stop(graceMs) {
      working = false;
      await worker.stop({ graceMs });
    },
  };
}
