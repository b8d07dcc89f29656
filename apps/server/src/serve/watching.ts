import type { WorkerObserver } from "@hostscan/engine";
import type { CallObserver } from "@hostscan/server";
import type { Logger } from "pino";
import type { Configuration } from "../configuration/settings.ts";
import type { Metrics, MetricsSource } from "../metrics/metrics.ts";
import type { Tracing } from "../tracing/tracing.ts";
import { addressUrl } from "./address-url.ts";
import type { ConnectionLimits } from "./connections.ts";
import { hostRule } from "./host-rule.ts";
import { isLoopback } from "./tls/listening-rule.ts";

/** Tells two observers, where there are two. The call's own trace is that of the first which has one. */
export function bothCalls(
  one: CallObserver | undefined,
  other: CallObserver | undefined,
): CallObserver | undefined {
  if (!one || !other) return one ?? other;
  return {
    begin(call) {
      const [a, b] = [one.begin(call), other.begin(call)];
      const traceParent = a.traceParent ?? b.traceParent;
      return {
        ...(traceParent && { traceParent }),
        end(answer) {
          a.end(answer);
          b.end(answer);
        },
      };
    },
  };
}

/** Tells two observers, where there are two. */
export function bothScans(
  one: WorkerObserver | undefined,
  other: WorkerObserver | undefined,
): WorkerObserver | undefined {
  if (!one || !other) return one ?? other;
  return {
    begin(claim) {
      const scans = [one.begin(claim), other.begin(claim)];
      return {
        enter: (phase) => scans.forEach((scan) => void scan.enter(phase)),
        fail: (phase) => scans.forEach((scan) => void scan.fail(phase)),
        end: (result) => scans.forEach((scan) => void scan.end(result)),
      };
    },
    recover(recovery) {
      one.recover(recovery);
      other.recover(recovery);
    },
    pause() {
      one.pause();
      other.pause();
    },
  };
}

/** Those who watch what a process does, as far as they were asked for. */
export interface Watching {
  readonly calls: CallObserver | undefined;
  readonly scans: WorkerObserver | undefined;
  /** Hears of each connection that is refused. */
  readonly connections: ConnectionLimits["onRefused"];
  /** Where this machine reaches the metrics. */
  readonly metricsUrl: string | undefined;
  stop(): Promise<void>;
}

export interface WatchingSetting {
  readonly configuration: Pick<Configuration, "metricsPort" | "metricsHost" | "allowedHosts">;
  /** Holds OpenTelemetry's own variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
}

/**
 * Starts what was asked for: metrics by a port, traces by the standard variables. What was not is not even loaded.
 *
 * @throws {CommandFailure} where the metrics cannot be listened for.
 */
export async function startWatching(setting: WatchingSetting, source: MetricsSource): Promise<Watching> {
  const metrics = await measureIfAsked(setting, source);
  const tracing = await traceIfAsked(setting);
  return {
    calls: bothCalls(metrics?.calls, tracing?.calls),
    scans: bothScans(metrics?.scans, tracing?.scans),
    connections: metrics?.refusedConnection,
    metricsUrl: metrics?.url,
    async stop() {
      await Promise.all([metrics?.stop(), tracing?.stop()]);
    },
  };
}

type ServedMetrics = Metrics & { readonly url: string; stop(): Promise<void> };

async function measureIfAsked(
  { configuration }: WatchingSetting,
  source: MetricsSource,
): Promise<ServedMetrics | undefined> {
  const { metricsPort: port, metricsHost: host, allowedHosts: allowed } = configuration;
  if (port === undefined) return undefined;
  const { createMetrics } = await import("../metrics/metrics.ts");
  const { serveMetrics } = await import("./serve-metrics.ts");
  const metrics = createMetrics(source);
  const mayBeCalled = hostRule({ isLocal: isLoopback(host), allowed });
  const server = await serveMetrics(metrics.registry, { host, port }, mayBeCalled);
  const url = `${addressUrl(host, server.port)}/metrics`;
  return { ...metrics, url, stop: () => server.close(0) };
}

async function traceIfAsked({ env, log }: WatchingSetting): Promise<Tracing | undefined> {
  const endpoint = env["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] || env["OTEL_EXPORTER_OTLP_ENDPOINT"];
  if (!endpoint) return undefined;
  const { startTracing } = await import("../tracing/tracing.ts");
  return startTracing(env, log);
}
