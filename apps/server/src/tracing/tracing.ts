import { setTimeout as delay } from "node:timers/promises";
import type { WorkerObserver } from "@hostscan/engine";
import type { CallObserver } from "@hostscan/server";
import { context, DiagLogLevel, diag, propagation, trace } from "@opentelemetry/api";
import { NodeSDK } from "@opentelemetry/sdk-node";
import type { Logger } from "pino";
import { callSpans } from "./call-spans.ts";
import { scanSpans } from "./scan-spans.ts";

/** Those who make spans, and the end of it all. */
export interface Tracing {
  readonly calls: CallObserver;
  readonly scans: WorkerObserver;
  /** Sends what is left, as far as that can be done soon. */
  stop(): Promise<void>;
}

/** Longest wait for a collector at the end. */
const FLUSH_MS = 3_000;

type Environment = Readonly<Record<string, string | undefined>>;

function isNamed(env: Environment): boolean {
  return Boolean(env["OTEL_SERVICE_NAME"]) || /\bservice\.name=/.test(env["OTEL_RESOURCE_ATTRIBUTES"] ?? "");
}

/** Sends spans as the standard `OTEL_…` variables say, and logs what the exporter complains of. */
export function startTracing(env: Environment, log: Logger): Tracing {
  const sdk = new NodeSDK({
    ...(!isNamed(env) && { serviceName: "hostscan-server" }),
    metricReaders: [],
    logRecordProcessors: [],
  });
  const complain = (message: string) => log.warn({ reason: message }, "traces: fault");
  const ignore = () => {};
  const logger = { error: complain, warn: complain, info: ignore, debug: ignore, verbose: ignore };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  sdk.start();
  const tracer = trace.getTracer("hostscan");
  return {
    calls: callSpans(tracer),
    scans: scanSpans(tracer),
    async stop() {
      const sent = sdk.shutdown().catch((error: unknown) => complain(String(error)));
      await Promise.race([sent, delay(FLUSH_MS, undefined, { ref: false })]);
      // The SDK leaves these in place, where a second start would not get past them.
      for (const global of [trace, propagation, context]) global.disable();
    },
  };
}
