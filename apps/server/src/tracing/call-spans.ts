import type { CallObserver } from "@hostscan/server";
import { propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import { writeTraceParent } from "./trace-parent.ts";

const SERVER_FAULT = 500;

/** One span per call, which goes on with the caller's trace; attributes by OpenTelemetry's conventions for HTTP. */
export function callSpans(tracer: Tracer): CallObserver {
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
