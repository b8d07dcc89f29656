import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createMetrics } from "../src/metrics/metrics.ts";

const DEPLOY = new URL("../../../deploy/", import.meta.url);
const ALERTS = fileURLToPath(new URL("prometheus/alerts.yml", DEPLOY));
const UNIT = fileURLToPath(new URL("systemd/hostscan-server.service", DEPLOY));

/** Runs a program over a file, and gives what it complains of. */
function complaints(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  return status === 0 ? "" : `${stdout}${stderr}`;
}

test("alerts are of metrics that there are", async () => {
  const { registry } = createMetrics({
    version: "0.0.0",
    readBacklog: async () => ({ hosts: 0, oldestSeconds: 0 }),
    load: () => undefined,
  });
  const known = (await registry.getMetricsAsJSON()).map(({ name }) => name);
  const named = (await readFile(ALERTS, "utf8")).match(/\bhostscan_\w+/g) ?? [];
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !known.includes(name.replace(/_bucket$/, "")))).toEqual([]);
});

test.runIf(existsSync("/usr/bin/promtool"))("Prometheus takes the rules", () => {
  expect(complaints("promtool", "check", "rules", ALERTS)).toBe("");
});

test.runIf(existsSync("/usr/bin/systemd-analyze"))("systemd finds the unit safe", () => {
  expect(complaints("systemd-analyze", "security", "--offline=true", "--threshold=20", UNIT)).toBe("");
});
