import { ActionStatus } from "@hostscan/contract";
import { startFixtureTcpServer } from "@hostscan/scanner/testing";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { accepted, context, startEngine } from "../../test/start-engine.ts";

const { Failed } = ActionStatus;

/** A host that hangs up after a moment, and counts how many connections it had at once. */
async function startCountingPort(lingerMs: number) {
  let now = 0;
  let most = 0;
  let all = 0;
  const server = await startFixtureTcpServer((socket) => {
    now += 1;
    all += 1;
    most = Math.max(most, now);
    const timer = setTimeout(() => socket.destroy(), lingerMs);
    socket.on("close", () => {
      now -= 1;
      clearTimeout(timer);
    });
  });
  return { ...server, counts: () => ({ most, all }) };
}

test("a host is never scanned twice at once, whichever jobs and workers there are (fixture port)", async () => {
  await using engine = await startEngine();
  await using host = await startCountingPort(50);
  const credentialId = await engine.addCredential("linux");
  const request = { ipAddress: host.host, sshPort: host.port, credentialId };
  await Promise.all([engine.startWorker({ concurrency: 4 }), engine.startWorker({ concurrency: 4 })]);
  const calls = Array.from({ length: 6 }, () => engine.jobs.createJob([request], context));
  const jobs = (await Promise.all(calls)).map(accepted);
  for (const job of jobs) await engine.until(job.id, ({ status }) => status === Failed);
  expect(host.counts()).toEqual({ most: 1, all: 6 });
});

test("a host that comes back to the worker that scans it is scanned anew, and not twice at once (fixture port)", async () => {
  await using engine = await startEngine();
  await using host = await startCountingPort(3_600_000);
  const credentialId = await engine.addCredential("linux");
  const request = { ipAddress: host.host, sshPort: host.port, credentialId };
  const worker = await engine.startWorker();
  accepted(await engine.jobs.createJob([request], context));
  await host.connected;
  // As the queue does with an entry that is not touched in time.
  await sql`update pgboss.job set state = 'retry' where name = 'host-scan'`.execute(engine.database.db);
  await expect.poll(() => host.counts().all).toBe(2);
  expect(host.counts().most).toBe(1);
  expect(engine.lines.of("scan aborted")).toMatchObject([{ attempt: 1, reason: "superseded" }]);
  expect(engine.lines.of("host taken over")).toMatchObject([{ attempt: 2, losses: 1 }]);
  await worker.stop({ graceMs: 0 });
});
