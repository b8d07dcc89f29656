import { setTimeout as sleep } from "node:timers/promises";
import { ActionStatus } from "@hostscan/contract";
import { type FixtureSshServer, startFixtureSshServer } from "@hostscan/scanner/testing";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { startWorkerProcess } from "../../test/start-worker-process.ts";
import { LEASE_MS } from "./leases/lease.ts";

/** What the worker's process logs in with. */
const ACCOUNT = { username: "nobody", password: "secret" };
const HOSTS = 12;

let engine: TestEngine;
beforeEach(async () => {
  engine = await startEngine();
});
afterEach(() => engine[Symbol.asyncDispose]());

/** Hosts that let the account in once they may, and how many passwords they have been shown. */
async function startSlowHosts() {
  const goOn = Promise.withResolvers<void>();
  const seen = { passwords: 0 };
  const hosts: FixtureSshServer[] = [];
  for (let host = 0; host < HOSTS; host += 1) {
    const server = await startFixtureSshServer({
      ...ACCOUNT,
      onLogin(login) {
        if (login.method !== "password") return login.reject(["password"]);
        seen.passwords += 1;
        void goOn.promise.then(() => login.accept());
      },
    });
    hosts.push(server);
  }
  onTestFinished(async () => {
    await Promise.all(hosts.map((host) => host.stop()));
  });
  return { hosts, seen, goOn: goOn.resolve };
}

const credentialRow = () => engine.database.db.selectFrom("credential").selectAll().executeTakeFirstOrThrow();

async function scanAll(hosts: readonly FixtureSshServer[]) {
  const credentialId = await engine.addCredential("linux", ACCOUNT);
  await engine.database.db.updateTable("credential").set({ proven: true }).execute();
  const requests = hosts.map(({ host, port, thumbprint }) => ({
    ...{ ipAddress: host, sshPort: port, platformName: "Linux" as const },
    ...{ credentialId, trustedThumbprint: thumbprint },
  }));
  return accepted(await engine.jobs.createJob(requests, context)).id ?? "";
}

async function untilComplete(jobId: string) {
  const status = async () => accepted(await engine.jobs.getJob(jobId, context)).status;
  await expect.poll(status, { interval: 200 }).toBe(ActionStatus.Complete);
  expect(await credentialRow()).toMatchObject({ proven: true, denials: 0, paused_at: null });
}

test("no host is refused because its only worker stood still with logins unanswered (fixture hosts)", async () => {
  const { hosts, seen, goOn } = await startSlowHosts();
  const worker = await startWorkerProcess(engine.database.connectionString);
  onTestFinished(() => worker.kill());
  const id = await scanAll(hosts);
  await expect.poll(() => seen.passwords).toBe(HOSTS);
  worker.signal("SIGSTOP");
  // By the clock that leases go by; nothing tells of it while everything stands still.
  await sleep(LEASE_MS + 3_500);
  goOn();
  worker.signal("SIGCONT");
  await worker.untilLogged("lease lost", HOSTS);
  await untilComplete(id);
});

test("no host is refused because its worker was killed with logins unanswered (fixture hosts)", async () => {
  const { hosts, seen, goOn } = await startSlowHosts();
  const worker = await startWorkerProcess(engine.database.connectionString);
  const id = await scanAll(hosts);
  await expect.poll(() => seen.passwords).toBe(HOSTS);
  await worker.kill();
  goOn();
  await engine.startWorker();
  await untilComplete(id);
});
