import type { Backlog, WorkerObserver } from "@hostscan/engine";
import type { CallObserver } from "@hostscan/server";
import { Counter, collectDefaultMetrics, Registry } from "prom-client";
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
  /** Counts a connection that was refused, by the limit that it was over. */
  readonly refusedConnection: (limit: "total" | "address") => void;
}

/** Makes the metrics of this process: ours (`hostscan_`), and those of Node and the process by prom-client. */
export function createMetrics({ readBacklog, load }: MetricsSource): Metrics {
  const registry = new Registry();
  const calls = callMetrics(registry);
  const scans = scanMetrics(registry, load);
  backlogMetrics(registry, rememberBacklog(readBacklog));
  collectDefaultMetrics({ register: registry });
  const refused = new Counter({
    name: "hostscan_refused_connections_total",
    help: "Connections refused: over the limit in all (total), or over that of their address (address).",
    labelNames: ["limit"],
    registers: [registry],
  });
  return { registry, calls, scans, refusedConnection: (limit) => refused.inc({ limit }) };
}
