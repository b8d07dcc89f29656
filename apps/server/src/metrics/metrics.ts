import type { Backlog, WorkerObserver } from "@hostscan/engine";
import type { CallObserver } from "@hostscan/server";
import { collectDefaultMetrics, Registry } from "prom-client";
import { backlogMetrics } from "./backlog-metrics.ts";
import { callMetrics } from "./call-metrics.ts";
import { rememberBacklog } from "./remembered-backlog.ts";
import { type Load, scanMetrics } from "./scan-metrics.ts";

/** What is measured of a process. */
export interface MetricsSource {
  readonly readBacklog: () => Promise<Backlog>;
  readonly load: () => Load | undefined;
}

/** The metrics of a process, and those who feed them. */
export interface Metrics {
  readonly registry: Registry;
  readonly calls: CallObserver;
  readonly scans: WorkerObserver;
}

/** Makes the metrics of this process: ours (`hostscan_`), and those of Node and the process by prom-client. */
export function createMetrics({ readBacklog, load }: MetricsSource): Metrics {
  const registry = new Registry();
  const calls = callMetrics(registry);
  const scans = scanMetrics(registry, load);
  backlogMetrics(registry, rememberBacklog(readBacklog));
  collectDefaultMetrics({ register: registry });
  return { registry, calls, scans };
}
