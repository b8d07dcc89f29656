import type { ScanResult, WorkerObserver } from "@hostscan/engine";
import { ROOT_CONTEXT, type Span, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import { readTraceParent } from "./trace-parent.ts";

const FAULTS: ReadonlySet<ScanResult> = new Set(["failed", "retry"]);

/**
 * One span per scan, linked to that of the request which scheduled it, with a child for each phase. It begins a trace of
 * its own: a job of 10,000 hosts would be one trace that nobody could read. It tells ids, and no names.
 */
export function scanSpans(tracer: Tracer): WorkerObserver {
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
  };
}
