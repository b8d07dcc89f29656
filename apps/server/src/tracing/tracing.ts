import { setTimeout as delay } from "node:timers/promises";
import type { ScanResult, WorkerObserver } from "@hostscan/engine";
import type { CallObserver } from "@hostscan/server";
import {
  context,
  DiagLogLevel,
  diag,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { NodeSDK } from "@opentelemetry/sdk-node";
import type { Logger } from "pino";

const TRACE_PARENT = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/;

/** A span's context as a `traceparent` (W3C Trace Context, 3.2), to be kept in the database; undefined for none. */
export function writeTraceParent(context: SpanContext): string | undefined {
  if (!isSpanContextValid(context)) return undefined;
  const flags = context.traceFlags.toString(16).padStart(2, "0");
  return `00-${context.traceId}-${context.spanId}-${flags}`;
}

/** The context of a span of another process. */
export function readTraceParent(text: string): SpanContext | undefined {
  const [, traceId, spanId, flags] = TRACE_PARENT.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(context) ? context : undefined;
}

const FAULTS: ReadonlySet<ScanResult> = new Set(["failed", "retry"]);

/**
 * One span per scan, linked to that of the request which scheduled it, with a child for each phase. It begins a trace of
 * its own: a job of 10,000 hosts would be one trace that nobody could read. It tells ids, and no names.
 */
function scanSpans(tracer: Tracer): WorkerObserver {
  return {
    begin({ hostScanHostId, jobId, attempt, traceParent }) {
      const cause = traceParent === null ? undefined : readTraceParent(traceParent);
      const span = tracer.startSpan("scan host", {
        root: true,
        links: cause ? [{ context: cause }] : [],
        attributes: {
          "hostscan.job.id": jobId,
          "hostscan.host_scan_host.id": hostScanHostId,
          "hostscan.attempt": attempt,
        },
      });
      const within = trace.setSpan(ROOT_CONTEXT, span);
      let phaseSpan: Span | undefined;
      return {
        enter(phase) {
          phaseSpan?.end();
          phaseSpan = tracer.startSpan(phase, {}, within);
        },
        fail(phase) {
          phaseSpan?.setStatus({ code: SpanStatusCode.ERROR });
          span.setAttribute("hostscan.failed_in", phase);
        },
        end(result) {
          phaseSpan?.end();
          span.setAttribute("hostscan.outcome", result);
          if (FAULTS.has(result)) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    recover() {
      // Counted by the metrics; no span is of it.
    },
    pause() {
      // Likewise.
    },
  };
}

const SERVER_FAULT = 500;

/** One span per call, which goes on with the caller's trace; attributes by OpenTelemetry's conventions for HTTP. */
function callSpans(tracer: Tracer): CallObserver {
  return {
    begin({ method, route, operation, traceParent, traceState }) {
      const carrier = { traceparent: traceParent, tracestate: traceState };
      const parent = propagation.extract(ROOT_CONTEXT, carrier);
      const attributes = {
        "http.request.method": method,
        ...(route && { "http.route": route }),
        ...(operation && { "hostscan.operation": operation }),
      };
      const name = route ? `${method} ${route}` : method;
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent);
      const own = writeTraceParent(span.spanContext());
      return {
        ...(own && { traceParent: own }),
        end({ status }) {
          span.setAttribute("http.response.status_code", status);
          if (status >= SERVER_FAULT) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
  };
}

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
