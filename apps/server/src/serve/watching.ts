import type { WorkerObserver } from "@hostscan/engine";
import type { CallObserver } from "@hostscan/server";
import type { Configuration } from "../configuration/settings.ts";
import type { MetricsSource } from "../metrics/metrics.ts";
import { addressUrl } from "./address-url.ts";

/** Those who watch what a process does, as far as they were asked for. */
export interface Watching {
  readonly calls: CallObserver | undefined;
  readonly scans: WorkerObserver | undefined;
  /** Where this machine reaches the metrics. */
  readonly metricsUrl: string | undefined;
  stop(): Promise<void>;
}

/**
 * Starts what was asked for; nothing of the rest is even loaded.
 *
 * @throws {CommandFailure} where the metrics cannot be listened for.
 */
export async function startWatching(
  { metricsPort: port, metricsHost: host }: Pick<Configuration, "metricsPort" | "metricsHost">,
  source: MetricsSource,
): Promise<Watching> {
  if (port === undefined) {
    return { calls: undefined, scans: undefined, metricsUrl: undefined, stop: async () => {} };
  }
  const { createMetrics } = await import("../metrics/metrics.ts");
  const { serveMetrics } = await import("../metrics/serve-metrics.ts");
  const { registry, calls, scans } = createMetrics(source);
  const server = await serveMetrics(registry, { host, port });
  return {
    calls,
    scans,
    metricsUrl: `${addressUrl(host, server.port)}/metrics`,
    stop: () => server.close(0),
  };
}
