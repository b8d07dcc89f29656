import { join } from "node:path";
import { ActionStatus } from "@hostscan/contract";
import { openDatabase } from "@hostscan/database";
import { startEmbeddedPostgres } from "@hostscan/database/postgres";
import { expect, onTestFinished, test } from "vitest";
import { commandsOn } from "../installation-env.ts";
import { addLab, clientOf, onHost, startServing } from "../running-server.ts";
import { startHeldHost } from "./held-host.ts";
import { mountSmallDisk, smallDiskGate } from "./small-disk.ts";

/** Room for a new cluster, and little more. */
const MIB = 160;
const MOST_JOBS = 1_000;

const gate = smallDiskGate();

/** An installation on a disk of its own that is scanning one fixture host. */
async function startOnSmallDisk() {
  const disk = mountSmallDisk(MIB);
  const dataDir = join(disk.path, "data");
  const host = await startHeldHost();
  onTestFinished(async () => {
    await host.stop();
    const postgres = await startEmbeddedPostgres({ dataDir, onLost: () => undefined });
    await postgres.stop();
    disk.remove();
  });
  const env = { HOSTSCAN_DATA_DIR: dataDir };
  const installation = commandsOn(env);
  const { url, err } = await startServing([], { env });
  await addLab(installation, host);
  const client = await clientOf(url, installation);
  const { id = "" } = await client.createJob([onHost(host)]);
  await host.asked;
  const statusOf = async (job: string) => (await client.getJob(job).catch(() => undefined))?.status;
  return { disk, dataDir, host, client, err, id, statusOf };
}

test.skipIf(gate.skip)(
  gate.title(
    "on a full disk jobs are refused as unavailable, and none that was accepted is lost (fixture host)",
  ),
  async () => {
    const { disk, host, client, err, id, statusOf } = await startOnSmallDisk();
    await disk.fill();
    const accepted = [id];
    // Each makes its own hosts, so that the tables must soon grow.
    const job = (number: number) =>
      Array.from({ length: 50 }, (_, place) =>
        onHost({ host: `127.${10 + Math.floor(number / 250)}.${number % 250}.${place}`, port: 1 }),
      );
    const fillTables = async () => {
      while (accepted.length < MOST_JOBS) {
        const { id: next = "" } = await client.createJob(job(accepted.length));
        accepted.push(next);
      }
    };
    await expect(fillTables()).rejects.toMatchObject({ status: 503 });
    expect(err()).toContain("No space left on device");

    host.answer();
    await disk.empty();
    await client.createJob(job(MOST_JOBS));
    await expect.poll(() => statusOf(id)).toBe(ActionStatus.Complete);
    const known = await Promise.all(accepted.map((one) => client.getJob(one)));
    expect(known).toHaveLength(accepted.length);
  },
);

test.skipIf(gate.skip)(
  gate.title("a database that a full disk has brought down comes back with room (fixture host)"),
  async () => {
    const { disk, dataDir, host, err, id, statusOf } = await startOnSmallDisk();
    const postgres = await startEmbeddedPostgres({ dataDir, onLost: () => undefined });
    const { connectionString } = postgres;
    const { db, pool } = openDatabase({ connectionString, onIdleError: () => undefined });
    onTestFinished(async () => {
      await db.destroy();
      await postgres.stop();
    });
    await disk.fill();
    // Without room for the next file of its log Postgres cannot go on.
    const useUpLog = async () => {
      for (;;) await pool.query("select pg_switch_wal() from pg_logical_emit_message(true, 'test', 'more')");
    };
    await expect(useUpLog()).rejects.toThrow();
    host.answer();
    await expect.poll(() => err()).toContain("embedded database lost");
    await disk.empty();
    await expect.poll(() => statusOf(id)).toBe(ActionStatus.Complete);
  },
);
