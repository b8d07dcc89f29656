import { startFixtureSshServer } from "@hostscan/scanner/testing";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { makeTestFolder, type TestFolder } from "./data-folder.ts";
import { type Metric, parseExposition } from "./exposition.ts";
import { commandsOn } from "./installation-env.ts";
import { addLab, clientOf, onHost, startServing } from "./running-server.ts";

let folder: TestFolder;
beforeEach(async () => {
  folder = await makeTestFolder();
});
afterEach(() => folder.remove());

const announced = z.object({ metricsUrl: z.url().optional() });

async function scrape(url: string): Promise<ReadonlyMap<string, Metric>> {
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  return parseExposition(await answer.text());
}

const of = (metrics: ReadonlyMap<string, Metric>, name: string) =>
  Object.fromEntries(metrics.get(name)?.samples ?? []);

test("a process tells its calls, its scans and its backlog on a port of their own (fixture host)", async () => {
  const host = await startFixtureSshServer();
  onTestFinished(() => host.stop());
  const env = { HOSTSCAN_DATA_DIR: folder.dataDir };
  const installation = commandsOn(env);
  const server = await startServing(["--metrics-port", "0"], { env });
  const { metricsUrl = "" } = announced.parse(JSON.parse(await server.firstLine));
  await addLab(installation, host);
  const client = await clientOf(server.url, installation);
  const { id = "" } = await client.createJob([onHost(host)]);
  await client.waitFor(id, { timeoutMs: 240_000 });
  await fetch(`${server.url}/api/v1/HostScanJob`);
  await fetch(`${server.url}/${host.username}/nowhere`);

  const metrics = await scrape(metricsUrl);
  expect(of(metrics, "hostscan_http_requests_total")).toMatchObject({
    'hostscan_http_requests_total{operation="PostListOfIdsAsync",method="POST",status="200"}': 1,
    'hostscan_http_requests_total{operation="Get",method="GET",status="401"}': 1,
    'hostscan_http_requests_total{operation="none",method="GET",status="404"}': 1,
  });
  expect(of(metrics, "hostscan_refused_logins_total")).toEqual({ hostscan_refused_logins_total: 1 });
  expect(of(metrics, "hostscan_scans_total")).toEqual({
    'hostscan_scans_total{outcome="complete",phase="none"}': 1,
  });
  expect(of(metrics, "hostscan_free_scan_slots")).toEqual({ hostscan_free_scan_slots: 50 });
  expect(of(metrics, "hostscan_waiting_hosts")).toEqual({ hostscan_waiting_hosts: 0 });
  expect(of(metrics, "hostscan_database_up")).toEqual({ hostscan_database_up: 1 });

  expect(of(metrics, "hostscan_recoveries_total")).toMatchObject({
    'hostscan_recoveries_total{kind="reconnect"}': 0,
  });

  // Neither on the API's port, nor anything but the metrics on theirs.
  expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
  expect((await fetch(new URL("/healthz", metricsUrl))).status).toBe(404);
  server.child.kill("SIGTERM");
  expect(await server.ended).toEqual({ code: 0, signal: null });
});

test("a process that was not asked for metrics tells none", async () => {
  const server = await startServing([], { env: { HOSTSCAN_DATA_DIR: folder.dataDir } });
  expect(announced.parse(JSON.parse(await server.firstLine))).toEqual({});
});
