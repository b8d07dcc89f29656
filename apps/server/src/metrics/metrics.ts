import { setTimeout as delay } from "node:timers/promises";
import type { Backlog, WorkerObserver } from "@hostscan/engine";
import type { CallObserver } from "@hostscan/server";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { type Load, scanMetrics } from "./scan-metrics.ts";

/** Any other method that a caller makes up counts as one. */
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** From a call answered out of memory to one that waits for a slow database. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const UNAUTHENTICATED = 401;
const RATE_LIMITED = 429;

/** Measures calls of the API. No label takes what a caller can choose: paths that are none of ours are one. */
function callMetrics(registry: Registry): CallObserver {
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
    name: "hostscan_unauthenticated_calls_total",
    help: "Calls refused with 401: no token, or a bad, expired or revoked one.",
    registers,
  });
  const formerly = new Counter({
    name: "hostscan_refused_logins_total",
    help: "The former name of hostscan_unauthenticated_calls_total; goes with the next release.",
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
          if (status === UNAUTHENTICATED) for (const counter of [refused, formerly]) counter.inc();
          if (status === RATE_LIMITED) limited.inc();
        },
      };
    },
  };
}

/** Shows what waits in the database; while that does not answer, nothing but that it does not. */
function backlogMetrics(registry: Registry, read: () => Promise<Backlog | undefined>): void {
  const registers = [registry];
  new Gauge({
    name: "hostscan_database_up",
    help: "1 while the database answers, 0 while it does not.",
    registers,
    async collect() {
      this.set((await read()) === undefined ? 0 : 1);
    },
  });
  new Gauge({
    name: "hostscan_waiting_hosts",
    help: "Hosts that wait to be scanned by any process; absent while the database does not answer.",
    registers,
    async collect() {
      show(this, (await read())?.hosts);
    },
  });
  new Gauge({
    name: "hostscan_oldest_waiting_host_age_seconds",
    help: "Age of the oldest job with a host that waits; absent while the database does not answer.",
    registers,
    async collect() {
      show(this, (await read())?.oldestSeconds);
    },
  });
}

function show(gauge: Gauge, value: number | undefined): void {
  if (value === undefined) gauge.remove();
  else gauge.set(value);
}

const LIMITS = {
  /** How long a reading counts, in milliseconds: several scrapers cost no more than one. */
  freshMs: 3_000,
  /** How long a scrape waits for one, in milliseconds. */
  patienceMs: 900,
};

/**
 * Wraps the reading of the backlog so that the database is asked once in a while and at most once at a time. Resolves
 * to undefined where the database does not answer soon; never rejects.
 */
export function rememberBacklog(
  read: () => Promise<Backlog>,
  { freshMs, patienceMs } = LIMITS,
): () => Promise<Backlog | undefined> {
  let kept: { readonly backlog: Backlog; readonly at: number } | undefined;
  let underWay: Promise<Backlog | undefined> | undefined;

  async function readAnew(): Promise<Backlog | undefined> {
    try {
      const backlog = await read();
      kept = { backlog, at: performance.now() };
      return backlog;
    } catch {
      return undefined;
    } finally {
      underWay = undefined;
    }
  }

  return async () => {
    if (kept && performance.now() - kept.at < freshMs) return kept.backlog;
    underWay ??= readAnew();
    return Promise.race([underWay, delay(patienceMs, undefined, { ref: false })]);
  };
}

/** What is measured of a process. */
export interface MetricsSource {
  /** The release that runs. */
  readonly version: string;
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
export function createMetrics({ version, readBacklog, load }: MetricsSource): Metrics {
  const registry = new Registry();
  new Gauge({
    name: "hostscan_build_info",
    help: "Always 1; its labels tell the release of this server, and of the Node that it runs on.",
    labelNames: ["version", "node"],
    registers: [registry],
  }).set({ version, node: process.versions.node }, 1);
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
