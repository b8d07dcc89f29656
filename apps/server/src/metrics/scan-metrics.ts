import type { Recovery, WorkerObserver } from "@hostscan/engine";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** Scans of this process now, and how many more it takes. */
export interface Load {
  readonly running: number;
  readonly free: number;
}

const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120];

const RECOVERIES: readonly Recovery[] = ["taken-over", "given-up", "lease-lost", "late-result", "reconnect"];

const IDLE: Load = { running: 0, free: 0 };

/** Measures scans of this process; `load` is asked at every scrape, and undefined where nothing scans. */
export function scanMetrics(registry: Registry, load: () => Load | undefined): WorkerObserver {
  const registers = [registry];
  const scans = new Counter({
    name: "hostscan_scans_total",
    help: "Scans that ended: complete, failed, retry, give-back, wait or aborted; phase is where one failed, else none.",
    labelNames: ["outcome", "phase"],
    registers,
  });
  const duration = new Histogram({
    name: "hostscan_scan_duration_seconds",
    help: "Seconds from the beginning of a scan to its outcome.",
    labelNames: ["outcome"],
    buckets: SECONDS,
    registers,
  });
  const phases = new Histogram({
    name: "hostscan_scan_phase_duration_seconds",
    help: "Seconds that scans spend in each phase: dns, tcp, tls, kex, hostkey, kdc, auth, collect.",
    labelNames: ["phase"],
    buckets: SECONDS,
    registers,
  });
  const recoveries = new Counter({
    name: "hostscan_recoveries_total",
    help: "What was got over: hosts taken-over or given-up, lease-lost, late-result refused, reconnect.",
    labelNames: ["kind"],
    registers,
  });
  for (const kind of RECOVERIES) recoveries.inc({ kind }, 0);
  const pauses = new Counter({
    name: "hostscan_credential_pauses_total",
    help: "Credentials that this process has paused, since hosts refused their logins.",
    registers,
  });
  new Gauge({
    name: "hostscan_running_scans",
    help: "Scans of this process that are under way.",
    registers,
    collect() {
      this.set((load() ?? IDLE).running);
    },
  });
  new Gauge({
    name: "hostscan_free_scan_slots",
    help: "Scans that this process could begin at once besides those under way.",
    registers,
    collect() {
      this.set((load() ?? IDLE).free);
    },
  });

  return {
    begin() {
      const begunAt = performance.now();
      let failedIn = "none";
      let entered: { readonly phase: string; readonly at: number } | undefined;
      const leavePhase = (now: number) => {
        if (entered) phases.observe({ phase: entered.phase }, (now - entered.at) / 1_000);
      };
      return {
        enter(phase) {
          const at = performance.now();
          leavePhase(at);
          entered = { phase, at };
        },
        fail(phase) {
          failedIn = phase;
        },
        end(outcome) {
          const now = performance.now();
          leavePhase(now);
          scans.inc({ outcome, phase: failedIn });
          duration.observe({ outcome }, (now - begunAt) / 1_000);
        },
      };
    },
    recover: (kind) => recoveries.inc({ kind }),
    pause: () => pauses.inc(),
  };
}
