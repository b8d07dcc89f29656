import { startFixtureTcpServer } from "@hostscan/scanner/testing";
import { expect, onTestFinished, test } from "vitest";
import { makeTestInstallation } from "../installation-env.ts";
import { addLab, clientOf, onHost, startServing } from "../running-server.ts";

test("a killed worker's hosts are taken over by another, with the default settings (fixture port)", async () => {
  const installation = await makeTestInstallation();
  const connectedAt: number[] = [];
  const host = await startFixtureTcpServer(() => void connectedAt.push(performance.now()));
  onTestFinished(async () => {
    await host.stop();
    await installation.drop();
  });
  await addLab(installation, { username: "nobody", password: "secret" });
  const { env } = installation;
  const first = await startServing([], { env });
  const client = await clientOf(first.url, installation);
  const { id = "" } = await client.createJob([onHost(host)]);
  await host.connected;
  await startServing(["--role", "worker"], { env });

  const killedAt = performance.now();
  first.child.kill("SIGKILL");
  await expect.poll(() => connectedAt.length).toBe(2);
  const ms = Math.round((connectedAt[1] ?? 0) - killedAt);
  process.stdout.write(`recovery: host of job ${id} taken over ${ms} ms after its worker was killed\n`);
});
