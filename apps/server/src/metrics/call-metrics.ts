import type { CallObserver } from "@hostscan/server";
import { Counter, Histogram, type Registry } from "prom-client";

/** Any other method that a caller makes up counts as one. */
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** From a call answered out of memory to one that waits for a slow database. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const UNAUTHENTICATED = 401;
const RATE_LIMITED = 429;

/** Measures calls of the API. No label takes what a caller can choose: paths that are none of ours are one. */
export function callMetrics(registry: Registry): CallObserver {
  const registers = [registry];
  const requests = new Counter({
    name: "hostscan_http_requests_total",
    help: "Calls of the API that were answered; operation is none where no path matched.",
    labelNames: ["operation", "method", "status"],
    registers,
  });
  const duration = new Histogram({
    name: "hostscan_http_request_duration_seconds",
    help: "Seconds from a call's coming in to its answer.",
    labelNames: ["operation", "method"],
    buckets: SECONDS,
    registers,
  });
  const refused = new Counter({
    name: "hostscan_refused_logins_total",
    help: "Calls refused with 401: no token, or a bad, expired or revoked one.",
    registers,
  });
  const limited = new Counter({
    name: "hostscan_rate_limited_calls_total",
    help: "Calls refused with 429: the calls of the minute, or the quota of the hour, were used up.",
    registers,
  });

  return {
    begin({ operation = "none", method: sent }) {
      const method = METHODS.has(sent) ? sent : "other";
      return {
        end({ status, seconds }) {
          requests.inc({ operation, method, status });
          duration.observe({ operation, method }, seconds);
          if (status === UNAUTHENTICATED) refused.inc();
          if (status === RATE_LIMITED) limited.inc();
        },
      };
    },
  };
}
