import { ActionStatus } from "@hostscan/contract";
import { openDatabase } from "@hostscan/database";
import { expect, onTestFinished, test } from "vitest";
import { makeTestInstallation } from "../installation-env.ts";
import { addLab, clientOf, onHost, startServing } from "../running-server.ts";
import { startHeldHost } from "./held-host.ts";
import { preload } from "./preload.ts";

test.each([25, -25])(
  "a running scan outlives a jump of its worker's clock by %i hours (fixture host)",
  async (hours) => {
    const installation = await makeTestInstallation();
    const host = await startHeldHost();
    const watch = openDatabase({
      connectionString: String(installation.env["DATABASE_URL"]),
      onIdleError: () => undefined,
    });
    onTestFinished(async () => {
      await host.stop();
      await watch.db.destroy();
      await installation.drop();
    });
    await addLab(installation, host);
    const api = await startServing(["--role", "api"], { env: installation.env });
    const env = { ...installation.env, ...preload("jumping clock"), JUMP_HOURS: String(hours) };
    const worker = await startServing(["--role", "worker"], { env });
    const client = await clientOf(api.url, installation);
    const { id = "" } = await client.createJob([onHost(host)]);
    await host.asked;

    worker.child.kill("SIGUSR2");
    await expect.poll(worker.err).toContain("the clock has jumped");
    const renewedFor = async () => {
      const { rows } = await watch.pool.query<{ seconds: number | null }>(
        "select extract(epoch from heartbeat_on - started_on)::float as seconds from pgboss.job",
      );
      return rows[0]?.seconds ?? 0;
    };
    // Longer than a lease that is not renewed, so that one which went by the clock would have ended.
    await expect.poll(renewedFor, { interval: 250 }).toBeGreaterThan(10);
    host.answer();
    const job = await client.waitFor(id, { timeoutMs: 240_000 });
    expect(job.status).toBe(ActionStatus.Complete);
    const row = await installation.db.selectFrom("host_scan_host").selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ attempt: 1, losses: 0 });
    expect(row.finished_at?.getTime()).toBeLessThan(Date.now() + 60_000);
    expect(row.finished_at?.getTime()).toBeGreaterThan(Date.now() - 60_000);
  },
);
