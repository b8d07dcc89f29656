import { ActionStatus } from "@hostscan/contract";
import { startFixtureSshServer } from "@hostscan/scanner/testing";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { makeTestFolder, type TestFolder } from "./data-folder.ts";
import { commandsOn } from "./installation-env.ts";
import { addLab, clientOf, onHost, startServing } from "./running-server.ts";

let folder: TestFolder;
beforeEach(async () => {
  folder = await makeTestFolder();
});
afterEach(() => folder.remove());

/** A fixture host that holds logins until it is released, which `reached` tells of. */
async function startHeldHost() {
  const gate = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const host = await startFixtureSshServer({
    onLogin: async (context) => {
      reached.resolve();
      await gate.promise;
      context.accept();
    },
  });
  return { ...host, reached: reached.promise, release: gate.resolve };
}

test("a job that was running and queued when the process was killed is finished after a restart", async () => {
  const held = await startHeldHost();
  const other = await startFixtureSshServer();
  onTestFinished(async () => {
    await held.stop();
    await other.stop();
  });
  const env = { HOSTSCAN_DATA_DIR: folder.dataDir };
  const installation = commandsOn(env);
  const killed = await startServing(["--scan-concurrency", "1"], { env });
  await addLab(installation, other);
  const client = await clientOf(killed.url, installation);
  const { id = "" } = await client.createJob([onHost(held), onHost(other)]);
  await held.reached;
  const { hostScanHostStatus } = await client.getJob(id);
  expect(hostScanHostStatus).toMatchObject([
    { status: ActionStatus.Running },
    { status: ActionStatus.Queued },
  ]);

  killed.child.kill("SIGKILL");
  await killed.ended;
  held.release();

  const { url } = await startServing([], { env });
  const job = await (await clientOf(url, installation)).waitFor(id, { timeoutMs: 240_000 });
  expect(job.hostScanHostStatus).toMatchObject([
    { status: ActionStatus.Complete },
    { status: ActionStatus.Complete },
  ]);
});
