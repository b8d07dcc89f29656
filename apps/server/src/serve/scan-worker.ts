import type { Worker, WorkerObserver, WorkerSettings } from "@hostscan/engine";
import type { Configuration } from "../configuration/settings.ts";
import type { Load } from "../metrics/scan-metrics.ts";
import type { ReadinessCheck } from "./health.ts";

type Settings = Pick<
  Configuration,
  | "scanConcurrency"
  | "scanDeadline"
  | "scanTotal"
  | "scansPerCredential"
  | "scansPerNetwork"
  | "connectRate"
  | "sections"
  | "credentialDenials"
  | "pausedWait"
  | "retentionDays"
  | "auditRetentionDays"
  | "hostRetentionDays"
>;

/** The configuration, as the engine takes it. */
export function workerSettings(
  configuration: Settings,
  observer: WorkerObserver | undefined,
): WorkerSettings {
  return {
    observer,
    concurrency: configuration.scanConcurrency,
    deadlineMs: configuration.scanDeadline * 1_000,
    limits: {
      total: configuration.scanTotal,
      perCredential: configuration.scansPerCredential,
      perNetwork: configuration.scansPerNetwork,
      denials: configuration.credentialDenials,
    },
    pausedWaitMs: configuration.pausedWait * 1_000,
    connectsPerSecond: configuration.connectRate,
    sections: configuration.sections,
    retention: {
      jobDays: configuration.retentionDays,
      auditDays: configuration.auditRetentionDays,
      hostDays: configuration.hostRetentionDays,
    },
  };
}

/** The worker of this process, which can be asked whether it works. */
export interface ScanWorker {
  readonly check: ReadinessCheck;
  load(): Load;
  start(): Promise<void>;
  /** Takes no more hosts, lets running scans end within `graceMs`, and gives the others back to the queue. */
  stop(graceMs: number): Promise<void>;
}

export function createScanWorker(worker: Worker): ScanWorker {
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
