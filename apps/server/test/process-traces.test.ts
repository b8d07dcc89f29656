import { startFixtureSshServer } from "@hostscan/scanner/testing";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { makeTestFolder, type TestFolder } from "./data-folder.ts";
import { commandsOn } from "./installation-env.ts";
import { addLab, clientOf, onHost, startServing } from "./running-server.ts";
import { startTraceCollector } from "./trace-collector.ts";

let folder: TestFolder;
beforeEach(async () => {
  folder = await makeTestFolder();
});
afterEach(() => folder.remove());

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER = "00f067aa0ba902b7";

test("a call goes on with its caller's trace, and another process's scan links to it (fixture host and collector)", async () => {
  const host = await startFixtureSshServer();
  onTestFinished(() => host.stop());
  const collector = await startTraceCollector();
  const env = { HOSTSCAN_DATA_DIR: folder.dataDir };
  const installation = commandsOn(env);
  const api = await startServing(["--role", "api"], { env: { ...env, ...collector.env } });
  const worker = await startServing(["--role", "worker"], {
    env: { ...env, ...collector.env, OTEL_SERVICE_NAME: "scans", HOSTSCAN_SECTIONS: "none" },
  });
  await addLab(installation, host);
  const client = await clientOf(api.url, installation);
  const { out } = await installation.run(["token", "issue", "--name", "traced"]);
  const answer = await fetch(`${api.url}/api/v1/HostScanJob`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${out.trim()}`,
      "Content-Type": "application/json",
      traceparent: `00-${TRACE}-${CALLER}-01`,
    },
    body: JSON.stringify([onHost(host)]),
  });
  expect(answer.status).toBe(200);
  const { id } = z.object({ id: z.string() }).parse(await answer.json());
  await client.waitFor(id, { timeoutMs: 240_000 });
  // At its end a process sends what it has.
  for (const each of [worker, api]) {
    each.child.kill("SIGTERM");
    expect(await each.ended, each.err()).toEqual({ code: 0, signal: null });
  }

  const call = collector.spans.find(({ traceId }) => traceId === TRACE);
  expect(call).toMatchObject({
    service: "hostscan-server",
    name: "POST /api/v1/HostScanJob",
    parentSpanId: CALLER,
    attributes: {
      "http.request.method": "POST",
      "http.route": "/api/v1/HostScanJob",
      "http.response.status_code": 200,
    },
  });
  const scan = collector.spans.find(({ name }) => name === "scan host");
  expect(scan).toMatchObject({
    service: "scans",
    links: [{ traceId: TRACE, spanId: call?.spanId }],
    attributes: { "hostscan.job.id": id, "hostscan.attempt": 1, "hostscan.outcome": "complete" },
  });
  expect(scan?.traceId).not.toBe(TRACE);
  const phases = collector.spans.filter(({ parentSpanId }) => parentSpanId === scan?.spanId);
  expect(phases.map(({ name }) => name)).toEqual(["dns", "tcp", "kex", "auth", "collect"]);
  for (const secret of [host.password, host.username, out.trim(), '"lab"']) {
    expect(collector.text()).not.toContain(secret);
  }
});

test("a collector that is gone holds up nothing, and is told of in the log", async () => {
  const env = {
    HOSTSCAN_DATA_DIR: folder.dataDir,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://127.0.0.1:1/v1/traces",
    OTEL_BSP_SCHEDULE_DELAY: "10",
  };
  const server = await startServing([], { env });
  expect((await fetch(`${server.url}/openapi.json`)).status).toBe(200);
  server.child.kill("SIGTERM");
  expect(await server.ended).toEqual({ code: 0, signal: null });
  const lines = server.err().trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).msg)).toContain("traces: fault");
});
