import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { readAudit } from "@hostscan/database";
import { testActor } from "@hostscan/database/testing";
import { sshdGate, startFixtureSshServer, startSshd } from "@hostscan/scanner/testing";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { queueEntries } from "../../test/queue-entries.ts";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { startWorkerProcess } from "../../test/start-worker-process.ts";
import { resumeCredential } from "../credentials/change-credential.ts";
import type { HostScanJobStatus } from "../jobs/job-status.ts";

type HostScanHostStatus = NonNullable<HostScanJobStatus["hostScanHostStatus"]>[number];

const { Queued, Complete, Failed, Cancelled } = ActionStatus;
const { AccessDenied } = ActionFailureReason;
const gate = sshdGate();
const HOSTS = 30;

let engine: TestEngine;
beforeEach(async () => {
  engine = await startEngine();
});
afterEach(() => engine[Symbol.asyncDispose]());

const credentialRow = () => engine.database.db.selectFrom("credential").selectAll().executeTakeFirstOrThrow();

const pauseLines = () => readAudit(engine.database.db, { action: "credential.pause", limit: 10 });

/** Schedules so many hosts at once, with one credential. */
async function schedule(port: number, credentialId: string, hosts = HOSTS) {
  const requests = Array.from({ length: hosts }, (_, index) => ({
    ipAddress: `127.0.1.${index + 1}`,
    sshPort: port,
    credentialId,
    acceptThumbprintOnFirstDiscovery: true,
  }));
  return accepted(await engine.jobs.createJob(requests, context)).id;
}

/** The same; resolves to what became of them. */
async function scanAll(port: number, credentialId: string) {
  const id = await schedule(port, credentialId);
  const ended = await engine.until(id, ({ status }) => status === Complete || status === Failed);
  return ended.hostScanHostStatus ?? [];
}

describe.skipIf(gate.skip)(gate.title("with a real OpenSSH server"), () => {
  test("a credential that is wrong makes three logins in all, by whichever processes, and is paused", async () => {
    await using sshd = await startSshd({ everyLoopbackAddress: true, config: ["LogLevel VERBOSE"] });
    const account = { username: sshd.username, password: "wrong" };
    const credentialId = await engine.addCredential("stale", account);
    const other = await startWorkerProcess(engine.database.connectionString);
    await Promise.all([engine.startWorker({ concurrency: 15 }), engine.startWorker({ concurrency: 15 })]);
    const id = await schedule(sshd.port, credentialId);
    const waiting = (host: HostScanHostStatus) =>
      host.status === Queued && host.statusDescription?.includes("paused");
    const job = await engine.until(id, ({ hostScanHostStatus }) =>
      (hostScanHostStatus ?? []).every((host) => host.status === Failed || waiting(host)),
    );
    await other.kill();
    const hosts = job.hostScanHostStatus ?? [];
    const failed = hosts.filter(({ status }) => status === Failed);
    expect(failed).toHaveLength(3);
    for (const host of failed)
      expect(host).toMatchObject({
        failureReason: AccessDenied,
        statusDescription: expect.stringContaining("refused the login"),
      });
    expect(await credentialRow()).toMatchObject({ denials: 3, paused_at: expect.any(Date), proven: false });
    expect(sshd.log.text().match(/Failed password/g)).toHaveLength(3);
    const [pause] = await pauseLines();
    expect(pause).toMatchObject({ objectId: credentialId });
    expect(pause?.details["refusedBy"]).toHaveLength(3);
  });

  test("a credential that is right, and not proven yet, lets all in", async () => {
    await using sshd = await startSshd({ everyLoopbackAddress: true });
    const credentialId = await engine.addCredential("right", sshd);
    await engine.startWorker({ concurrency: 15 });
    const hosts = await scanAll(sshd.port, credentialId);
    expect(hosts.filter(({ status }) => status !== Complete)).toEqual([]);
    expect(await credentialRow()).toMatchObject({ denials: 0, paused_at: null });
    const parties = await engine.database.db.selectFrom("login_party").selectAll().execute();
    expect(parties).toMatchObject([{ party: "subject:subject-1", proven: true }]);
  });
});

interface FixtureHost {
  readonly host: string;
  readonly port: number;
  readonly thumbprint: string;
}

/** Schedules one host; its key is stated, so that it is pinned before the scan, unless it is a caller's own. */
async function scheduleOne(at: FixtureHost, credentialId: string, { own = false } = {}, by = context) {
  const known = own ? { acceptThumbprintOnFirstDiscovery: true } : { trustedThumbprint: at.thumbprint };
  const request = { ipAddress: at.host, sshPort: at.port, credentialId, ...known };
  return accepted(await engine.jobs.createJob([request], by)).id;
}

async function untilEnded(jobId: string | undefined) {
  const job = await engine.until(jobId, ({ status }) => status === Complete || status === Failed);
  return job.hostScanHostStatus?.[0] ?? expect.fail("no host");
}

async function untilWaiting(jobId: string | undefined) {
  const isWaiting = ({ status, statusDescription }: HostScanHostStatus) =>
    status === Queued && statusDescription?.startsWith("Queued: ") === true;
  const job = await engine.until(jobId, ({ hostScanHostStatus }) =>
    (hostScanHostStatus ?? []).every(isWaiting),
  );
  return job.hostScanHostStatus?.[0] ?? expect.fail("no host");
}

/** Hosts that refuse the account of the first one, which lets it in. */
async function startHosts(refusing: number) {
  const right = await startFixtureSshServer();
  const wrong = await Promise.all(
    Array.from({ length: refusing }, () => startFixtureSshServer({ username: right.username })),
  );
  onTestFinished(async () => {
    await Promise.all([right, ...wrong].map((host) => host.stop()));
  });
  return { right, wrong };
}

const admin = { ...context, caller: { ...context.caller, subject: "admin", role: "Admin" } };
const guest = { ...context, caller: { ...context.caller, name: "a guest", subject: "guest" } };

test("one host that refuses a proven credential is held back alone, pinned or not (fixture hosts)", async () => {
  const { right, wrong } = await startHosts(1);
  const [hostile = right] = wrong;
  const credentialId = await engine.addCredential("linux", right);
  await engine.startWorker({ concurrency: 1 });
  expect((await untilEnded(await scheduleOne(right, credentialId))).status).toBe(Complete);
  for (let scans = 0; scans < 5; scans += 1) {
    const host = await untilEnded(await scheduleOne(hostile, credentialId));
    expect(host).toMatchObject({ status: Failed, failureReason: AccessDenied });
    // A good login elsewhere forgives it nothing.
    expect((await untilEnded(await scheduleOne(right, credentialId))).status).toBe(Complete);
  }
  expect(hostile.logins.filter((method) => method === "password")).toHaveLength(3);
  expect(await credentialRow()).toMatchObject({ paused_at: null });
  expect(await pauseLines()).toEqual([]);
  accepted(await resumeCredential({ db: engine.database.db, actor: testActor }, "linux"));
  await untilEnded(await scheduleOne(hostile, credentialId));
  expect(hostile.logins.filter((method) => method === "password")).toHaveLength(4);
});

test("a caller whose own hosts refuse a proven credential is held back alone (fixture hosts)", async () => {
  const { right, wrong } = await startHosts(5);
  const credentialId = await engine.addCredential("linux", right);
  await engine.startWorker({ concurrency: 1 });
  expect((await untilEnded(await scheduleOne(right, credentialId))).status).toBe(Complete);
  for (const host of wrong.slice(0, 3))
    expect((await untilEnded(await scheduleOne(host, credentialId, { own: true }, guest))).status).toBe(
      Failed,
    );
  const held = await Promise.all(
    wrong.slice(3).map((host) => scheduleOne(host, credentialId, { own: true }, guest)),
  );
  for (const id of held)
    expect((await untilWaiting(id)).statusDescription).toContain("hosts of this one's owner");
  expect(wrong.slice(3).flatMap(({ logins }) => logins)).toEqual([]);
  expect(await credentialRow()).toMatchObject({ paused_at: null });
  expect((await untilEnded(await scheduleOne(right, credentialId))).status).toBe(Complete);
  for (const id of held) accepted(await engine.jobs.cancelJob(id ?? "", context));
});

test("who bears the name of such a caller is another one, and goes on (fixture hosts)", async () => {
  const { right, wrong } = await startHosts(3);
  const credentialId = await engine.addCredential("linux", right);
  await engine.startWorker({ concurrency: 1 });
  const called = (identity: string) => ({ ...guest, caller: { ...guest.caller, identity } });
  expect((await untilEnded(await scheduleOne(right, credentialId))).status).toBe(Complete);
  for (const host of wrong) {
    const own = await scheduleOne(host, credentialId, { own: true }, called("oidc:https://one.example#1"));
    expect((await untilEnded(own)).status).toBe(Failed);
  }
  await using unknown = await startFixtureSshServer({ username: right.username, password: right.password });
  const other = await scheduleOne(unknown, credentialId, { own: true }, called("oidc:https://one.example#2"));
  expect((await untilEnded(other)).status).toBe(Complete);
});

test("two hosts that Admins vouch for pause a proven credential, and the pause names them (fixture hosts)", async () => {
  const { right, wrong } = await startHosts(2);
  const [one = right, other = right] = wrong;
  const credentialId = await engine.addCredential("linux", right);
  await engine.startWorker({ concurrency: 1 });
  expect((await untilEnded(await scheduleOne(right, credentialId, {}, admin))).status).toBe(Complete);
  expect(await credentialRow()).toMatchObject({ proven: true });
  for (const host of [one, other, one]) await untilEnded(await scheduleOne(host, credentialId, {}, admin));
  const { paused_by } = await credentialRow();
  expect(paused_by).toContain(`${one.host} port ${one.port}`);
  expect(paused_by).toContain(`${other.host} port ${other.port}`);
  const host = await untilWaiting(await scheduleOne(right, credentialId));
  expect(host.statusDescription).toContain(`port ${one.port}`);
  expect(await pauseLines()).toMatchObject([
    { details: { refusedBy: [expect.any(String), expect.any(String)] } },
  ]);
});

test("hosts of a paused credential wait, and go on when it is resumed (fixture host)", async () => {
  await using host = await startFixtureSshServer();
  const credentialId = await engine.addCredential("linux", host);
  await engine.database.db.updateTable("credential").set({ denials: 3, paused_at: new Date() }).execute();
  await engine.startWorker();
  const id = await scheduleOne(host, credentialId);
  const cancelled = await scheduleOne(host, credentialId);
  expect((await untilWaiting(id)).statusDescription).toContain("credential resume linux");
  await untilWaiting(cancelled);
  expect(await queueEntries(engine.database)).toEqual([]);
  accepted(await engine.jobs.cancelJob(cancelled ?? "", context));
  expect(
    accepted(await resumeCredential({ db: engine.database.db, actor: testActor }, "linux")),
  ).toMatchObject({ pausedAt: null });
  expect((await untilEnded(id)).status).toBe(Complete);
  const job = accepted(await engine.jobs.getJob(cancelled ?? "", context));
  expect(job.hostScanHostStatus).toMatchObject([{ status: Cancelled, statusDescription: "Cancelled" }]);
});

test("a host that has waited too long for its credential fails with that reason (fixture host)", async () => {
  await using host = await startFixtureSshServer();
  const credentialId = await engine.addCredential("linux", host);
  await engine.database.db.updateTable("credential").set({ denials: 3, paused_at: new Date() }).execute();
  await engine.startWorker({ pausedWaitMs: 2_000 });
  const ended = await untilEnded(await scheduleOne(host, credentialId));
  expect(ended).toMatchObject({ status: Failed, failureReason: AccessDenied });
  expect(ended.statusDescription).toMatch(
    /^Failed: it has waited 2 s for its credential; the credential linux is/,
  );
  expect(engine.lines.of("host given up: it has waited too long")).toMatchObject([
    { hostScanHostId: ended.hostScanHostId, hostId: ended.hostId, host: expect.stringMatching(/:\d+$/) },
  ]);
  expect(host.logins).toEqual([]);
});

test.each([true, false])(
  "a login without an answer counts as no refusal (fixture host; proven: %s)",
  async (proven) => {
    await using host = await startFixtureSshServer({
      // It hangs up when it is shown the password, and says nothing.
      onLogin: (login) => (login.method === "password" ? hangUp() : login.reject(["password"])),
      onConnection: (connection) => {
        hangUp = () => connection.end();
      },
    });
    const credentialId = await engine.addCredential("linux", host);
    await engine.database.db.updateTable("credential").set({ proven }).execute();
    await engine.startWorker({ concurrency: 1 });
    for (let scans = 0; scans < 3; scans += 1) {
      const ended = await untilEnded(await scheduleOne(host, credentialId));
      expect(ended).toMatchObject({ status: Failed, failureReason: ActionFailureReason.FailedToConnect });
    }
    expect(await credentialRow()).toMatchObject({ denials: 0, paused_at: null, proven });
    const next = await scheduleOne(host, credentialId);
    if (proven) expect((await untilEnded(next)).failureReason).toBe(ActionFailureReason.FailedToConnect);
    // An account must not be locked by logins that were refused, and that nobody heard of.
    else expect((await untilWaiting(next)).statusDescription).toContain("answered the last logins");
    const passwords = host.logins.filter((method) => method === "password");
    expect(passwords).toHaveLength(proven ? 4 : 3);
  },
);
let hangUp = (): void => undefined;

/** Scans one host until its end; resolves to its job. */
async function scanOne(
  { host, port }: { readonly host: string; readonly port: number },
  credentialId: string,
) {
  const request = { ipAddress: host, sshPort: port, credentialId, acceptThumbprintOnFirstDiscovery: true };
  const { id } = accepted(await engine.jobs.createJob([request], context));
  return engine.until(id, ({ status }) => status === Complete || status === Failed);
}

test("a pause is a line of the audit log: by which scan of which host, and no secret (fixture host)", async () => {
  await using host = await startFixtureSshServer();
  const account = { username: host.username, password: "not the right one" };
  const credentialId = await engine.addCredential("linux", account);
  await engine.startWorker({ concurrency: 1 });
  const jobs: Awaited<ReturnType<typeof scanOne>>[] = [];
  for (let scans = 0; scans < 3; scans += 1) jobs.push(await scanOne(host, credentialId));
  const [line, ...more] = await pauseLines();
  expect(more).toEqual([]);
  expect(line).toMatchObject({ actorKind: "worker", actor: "hostscan", objectId: credentialId });
  expect(line?.details).toEqual({
    name: "linux",
    username: account.username,
    host: host.host,
    jobId: jobs[2]?.id,
    hostId: jobs[2]?.hostScanHostStatus?.[0]?.hostId,
    refusedBy: [`${host.host} port ${host.port}`],
  });
  expect(JSON.stringify(line)).not.toContain(account.password);
});
