import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ActionStatus } from "@hostscan/contract";
import { expect, onTestFinished, test } from "vitest";
import { makeTestFolder } from "../data-folder.ts";
import { commandsOn } from "../installation-env.ts";
import { addLab, clientOf, onHost, startServing } from "../running-server.ts";
import { startHeldHost } from "./held-host.ts";

async function postmasterOf(dataDir: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, "postgres/data/postmaster.pid"), "utf8"), 10);
}

test("a server whose own database is killed brings it back, and finishes what it had accepted (fixture host)", async () => {
  const folder = await makeTestFolder();
  const host = await startHeldHost();
  onTestFinished(async () => {
    await host.stop();
    await folder.remove();
  });
  const env = { HOSTSCAN_DATA_DIR: folder.dataDir };
  const installation = commandsOn(env);
  const { url, err } = await startServing([], { env });
  await addLab(installation, host);
  const client = await clientOf(url, installation);
  const { id = "" } = await client.createJob([onHost(host)]);
  await host.asked;

  process.kill(await postmasterOf(folder.dataDir), "SIGKILL");
  host.answer();
  const status = async () => (await client.getJob(id).catch(() => undefined))?.status;
  await expect.poll(status, { interval: 100 }).toBe(ActionStatus.Complete);
  expect(err()).toContain("embedded database lost");
});
