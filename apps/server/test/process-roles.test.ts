import { readFile } from "node:fs/promises";
import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import {
  type FixtureSshServer,
  startFixtureSshServer,
  startFixtureTcpServer,
} from "@hostscan/scanner/testing";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { makeTestInstallation, type TestInstallation } from "./installation-env.ts";
import { startProcess } from "./process.ts";
import { addLab, clientOf, onHost, startServing } from "./running-server.ts";

let installation: TestInstallation;
let host: FixtureSshServer;
beforeAll(async () => {
  installation = await makeTestInstallation();
  host = await startFixtureSshServer();
  await addLab(installation, host);
});
afterAll(async () => {
  await host.stop();
  await installation.drop();
});

test("one process takes the request and another scans, on one database", async () => {
  const { env } = installation;
  const [api, worker] = await Promise.all([
    startServing(["--role", "api"], { env }),
    startServing(["--role", "worker"], { env }),
  ]);
  const client = await clientOf(api.url, installation);
  const { id = "" } = await client.createJob([onHost(host)]);
  const job = await client.waitFor(id, { timeoutMs: 240_000 });
  expect(job.status, worker.err()).toBe(ActionStatus.Complete);
  expect((await fetch(`${worker.url}/readyz`)).status).toBe(200);
  expect(api.err()).toContain('"route":"/api/v1/HostScanJob"');
  expect(worker.err()).not.toContain('"route"');
  const hosting = await readFile(new URL("../../../HOSTING.md", import.meta.url), "utf8");
  for (const [{ err }, role] of [[api, "api"] as const, [worker, "worker"] as const]) {
    const [, told] = /"mostConnections":(\d+)/.exec(err()) ?? [];
    expect(hosting).toMatch(new RegExp(`^\\| \`${role}\`.*\\| ${told} +\\|$`, "m"));
  }

  for (const { child, ended } of [api, worker]) {
    child.kill("SIGTERM");
    expect(await ended).toEqual({ code: 0, signal: null });
  }
});

test("a worker that is given no port listens on none", async () => {
  const worker = startProcess(["serve", "--role", "worker"], { env: installation.env });
  expect(await worker.firstLine).toBe("Scanning hosts");
});

test("a scan of a silent fixture ends at the deadline that was set", async () => {
  const silent = await startFixtureTcpServer();
  onTestFinished(() => silent.stop());
  const { url } = await startServing(["--scan-deadline", "1"], { env: installation.env });
  const client = await clientOf(url, installation);
  const { id = "" } = await client.createJob([onHost(silent)]);
  const job = await client.waitFor(id, { timeoutMs: 240_000 });
  expect(job.hostScanHostStatus).toMatchObject([{ failureReason: ActionFailureReason.ActionTimeout }]);
});
