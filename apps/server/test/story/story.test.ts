import { randomUUID } from "node:crypto";
import { startFixtureSshServer, startFixtureTcpServer } from "@hostscan/scanner/testing";
import { expect, test, vi } from "vitest";
import { makeTestInstallation } from "../installation-env.ts";
import { addLab, onHost, startServing } from "../running-server.ts";
import { respect } from "./respect.ts";

vi.setConfig({ testTimeout: 120_000 });

test("the story that the introduction tells is what happens, on fixture hosts", async () => {
  const installation = await makeTestInstallation();
  await using host = await startFixtureSshServer();
  await using slowHost = await startFixtureTcpServer();
  await addLab(installation, host);
  const { url } = await startServing([], { env: installation.env });
  const { out: token } = await installation.run(["token", "issue", "--name", "story"]);
  const run = await respect("schedule-watch-cancel.arazzo.yaml", url, {
    token: token.trim(),
    idempotencyKey: randomUUID(),
    host: onHost(host),
    slowHost: onHost(slowHost),
  });
  console.log(run.output);
  console.log(run.report.slice(0, 6000));
  expect(run.exitCode).toBe(0);
});
