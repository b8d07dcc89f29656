import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parseExposition } from "../../test/exposition.ts";
import { createMetrics, type MetricsSource } from "./metrics.ts";
import { metricsReference } from "./reference.ts";

const quiet: MetricsSource = {
  version: "1.2.3",
  readBacklog: async () => ({ hosts: 3, oldestSeconds: 7.5 }),
  load: () => ({ running: 2, free: 48 }),
};

const call = { operation: "Get", method: "GET", route: "/", traceParent: undefined, traceState: undefined };

function measured(source: Partial<MetricsSource> = {}) {
  const metrics = createMetrics({ ...quiet, ...source });
  const read = async () => parseExposition(await metrics.registry.metrics());
  /** The samples of a metric. */
  const of = async (name: string) => Object.fromEntries((await read()).get(name)?.samples ?? []);
  return { ...metrics, read, of };
}

test("calls are counted and timed, and what a caller makes up is one label", async () => {
  const { calls, of } = measured();
  calls.begin(call).end({ status: 200, seconds: 0.003 });
  calls.begin(call).end({ status: 401, seconds: 0.003 });
  calls.begin(call).end({ status: 429, seconds: 3 });
  for (const method of ["PROPFIND", "MKCOL"]) {
    calls.begin({ ...call, operation: undefined, method }).end({ status: 404, seconds: 0 });
  }
  expect(await of("hostscan_http_requests_total")).toEqual({
    'hostscan_http_requests_total{operation="Get",method="GET",status="200"}': 1,
    'hostscan_http_requests_total{operation="Get",method="GET",status="401"}': 1,
    'hostscan_http_requests_total{operation="Get",method="GET",status="429"}': 1,
    'hostscan_http_requests_total{operation="none",method="other",status="404"}': 2,
  });
  expect(await of("hostscan_http_request_duration_seconds")).toMatchObject({
    'hostscan_http_request_duration_seconds_bucket{le="0.0025",operation="Get",method="GET"}': 0,
    'hostscan_http_request_duration_seconds_bucket{le="0.005",operation="Get",method="GET"}': 2,
    'hostscan_http_request_duration_seconds_bucket{le="+Inf",operation="Get",method="GET"}': 3,
    'hostscan_http_request_duration_seconds_count{operation="Get",method="GET"}': 3,
  });
  expect(await of("hostscan_unauthenticated_calls_total")).toEqual({
    hostscan_unauthenticated_calls_total: 1,
  });
  expect(await of("hostscan_refused_logins_total")).toEqual({ hostscan_refused_logins_total: 1 });
  expect(await of("hostscan_rate_limited_calls_total")).toEqual({ hostscan_rate_limited_calls_total: 1 });
});

test("scans are counted by outcome and phase, and timed in whole and by phase", async () => {
  const { scans, of } = measured();
  const claim = { hostScanHostId: "a", jobId: "b", attempt: 1, traceParent: null };
  const good = scans.begin(claim);
  for (const phase of ["dns", "tcp"] as const) good.enter(phase);
  good.end("complete");
  const bad = scans.begin(claim);
  bad.enter("dns");
  bad.fail("timeout");
  bad.end("failed");
  expect(await of("hostscan_scans_total")).toEqual({
    'hostscan_scans_total{outcome="complete",phase="none"}': 1,
    'hostscan_scans_total{outcome="failed",phase="timeout"}': 1,
  });
  expect(await of("hostscan_scan_duration_seconds")).toMatchObject({
    'hostscan_scan_duration_seconds_count{outcome="complete"}': 1,
    'hostscan_scan_duration_seconds_count{outcome="failed"}': 1,
  });
  expect(await of("hostscan_scan_phase_duration_seconds")).toMatchObject({
    'hostscan_scan_phase_duration_seconds_count{phase="dns"}': 2,
    'hostscan_scan_phase_duration_seconds_count{phase="tcp"}': 1,
  });
});

test("what was got over is counted, from 0", async () => {
  const { scans, of } = measured();
  scans.recover("given-up");
  expect(await of("hostscan_recoveries_total")).toEqual({
    'hostscan_recoveries_total{kind="taken-over"}': 0,
    'hostscan_recoveries_total{kind="given-up"}': 1,
    'hostscan_recoveries_total{kind="lease-lost"}': 0,
    'hostscan_recoveries_total{kind="late-result"}': 0,
    'hostscan_recoveries_total{kind="reconnect"}': 0,
  });
});

test("credentials that are paused are counted, and the release is told", async () => {
  const { scans, of } = measured();
  expect(await of("hostscan_credential_pauses_total")).toEqual({ hostscan_credential_pauses_total: 0 });
  scans.pause();
  expect(await of("hostscan_credential_pauses_total")).toEqual({ hostscan_credential_pauses_total: 1 });
  const { node } = process.versions;
  expect(await of("hostscan_build_info")).toEqual({
    [`hostscan_build_info{version="1.2.3",node="${node}"}`]: 1,
  });
});

test("load and backlog are as they are at the scrape", async () => {
  const { of } = measured();
  expect(await of("hostscan_running_scans")).toEqual({ hostscan_running_scans: 2 });
  expect(await of("hostscan_free_scan_slots")).toEqual({ hostscan_free_scan_slots: 48 });
  expect(await of("hostscan_waiting_hosts")).toEqual({ hostscan_waiting_hosts: 3 });
  expect(await of("hostscan_oldest_waiting_host_age_seconds")).toEqual({
    hostscan_oldest_waiting_host_age_seconds: 7.5,
  });
  expect(await of("hostscan_database_up")).toEqual({ hostscan_database_up: 1 });
});

test("a process that scans nothing has no slots", async () => {
  const { of } = measured({ load: () => undefined });
  expect(await of("hostscan_free_scan_slots")).toEqual({ hostscan_free_scan_slots: 0 });
});

test("without a database there is no backlog, rather than an old or an empty one", async () => {
  const { of } = measured({ readBacklog: () => Promise.reject(new Error("gone")) });
  expect(await of("hostscan_database_up")).toEqual({ hostscan_database_up: 0 });
  expect(await of("hostscan_waiting_hosts")).toEqual({});
  expect(await of("hostscan_oldest_waiting_host_age_seconds")).toEqual({});
});

test("names and units are as Prometheus has them", async () => {
  for (const [name, { type, help }] of await measured().read()) {
    if (!name.startsWith("hostscan_")) continue;
    expect(name.endsWith("_total"), name).toBe(type === "counter");
    if (type === "histogram") expect(name).toMatch(/_seconds$/);
    expect(help).toMatch(/\.$/);
  }
});

test("the process and its event loop are measured, too", async () => {
  const names = [...(await measured().read()).keys()];
  for (const name of ["nodejs_eventloop_lag_p99_seconds", "process_cpu_seconds_total"]) {
    expect(names).toContain(name);
  }
});

test("the README has the table of metrics as the registry does", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const [, table] = /<!-- metrics -->\n([\s\S]*)<!-- \/metrics -->/.exec(readme) ?? [];
  expect(table).toBe(`\n${await metricsReference(measured().registry)}\n`);
});
