import { ActionStatus } from "@hostscan/contract";
import { startFixtureTcpServer } from "@hostscan/scanner/testing";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { makeTestInstallation, type TestInstallation } from "./installation-env.ts";
import { addLab, clientOf, onHost, startServing } from "./running-server.ts";

let installation: TestInstallation;
beforeEach(async () => {
  installation = await makeTestInstallation();
  await addLab(installation, { username: "root", password: "unused" });
});
afterEach(() => installation.drop());

/** A server that scans a fixture which accepts connections and stays silent. */
async function serveScanning(...flags: string[]) {
  const silent = await startFixtureTcpServer();
  onTestFinished(() => silent.stop());
  const server = await startServing(flags, { env: installation.env });
  const { id = "" } = await (await clientOf(server.url, installation)).createJob([onHost(silent)]);
  await silent.connected;
  return { server, silent, id };
}

test.each(["SIGTERM", "SIGINT"] as const)(
  "%s gives a running scan of a fixture back to the queue",
  async (signal) => {
    const { server, silent, id } = await serveScanning("--shutdown-grace", "0");
    server.child.kill(signal);
    expect(await server.ended).toEqual({ code: 0, signal: null });
    await silent.untilDeserted();

    const { url } = await startServing(["--role", "api"], { env: installation.env });
    const job = await (await clientOf(url, installation)).getJob(id);
    expect(job.hostScanHostStatus).toMatchObject([{ status: ActionStatus.Queued }]);
  },
);

test("a second signal ends the process at once, unless it comes with the first", async () => {
  const { server } = await serveScanning("--shutdown-grace", "600");
  server.child.kill("SIGTERM");
  server.child.kill("SIGINT");
  await expect.poll(() => server.err()).toContain('"msg":"stopping"');
  expect(server.child.exitCode).toBe(null);
  // Whether a second has passed, the server tells by its own clock.
  const again = setInterval(() => server.child.kill("SIGTERM"), 200);
  onTestFinished(() => clearInterval(again));
  expect(await server.ended).toEqual({ code: 143, signal: null });
});
