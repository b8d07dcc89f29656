import type { Backlog } from "@hostscan/engine";
import { Gauge, type Registry } from "prom-client";

/** Shows what waits in the database; while that does not answer, nothing but that it does not. */
export function backlogMetrics(registry: Registry, read: () => Promise<Backlog | undefined>): void {
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
