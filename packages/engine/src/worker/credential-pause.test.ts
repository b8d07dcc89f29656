import { connect } from "node:net";
import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { sshdGate, startFixtureSshServer, startFixtureTcpServer, startSshd } from "@hostscan/scanner/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { startWorkerProcess } from "../../test/start-worker-process.ts";
import { testActor } from "../../test/test-actor.ts";
import { readAudit } from "../audit/read-audit.ts";
import { resumeCredential } from "../credentials/change-credential.ts";

const { Complete, Failed } = ActionStatus;
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

/** Scans so many hosts at once, with one credential; resolves to what became of them. */
async function scanAll(port: number, credentialId: string, hosts = HOSTS) {
  const requests = Array.from({ length: hosts }, (_, index) => ({
    ipAddress: `127.0.1.${index + 1}`,
    sshPort: port,
    credentialId,
    acceptThumbprintOnFirstDiscovery: true,
  }));
  const { id } = accepted(await engine.jobs.createJob(requests, context));
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
    const hosts = await scanAll(sshd.port, credentialId);
    await other.kill();
    expect(hosts.every(({ failureReason }) => failureReason === AccessDenied)).toBe(true);
    const refused = hosts.filter(({ statusDescription }) => statusDescription?.includes("refused the login"));
    const paused = hosts.filter(({ statusDescription }) =>
      statusDescription?.includes("credential resume stale"),
    );
    expect([refused.length, paused.length]).toEqual([3, HOSTS - 3]);
    expect(await credentialRow()).toMatchObject({ denials: 3, paused_at: expect.any(Date), proven: false });
    expect(sshd.log.text().match(/Failed password/g)).toHaveLength(3);
    expect(await pauseLines()).toMatchObject([{ objectId: credentialId, details: { denials: 3 } }]);
  });

  test("a credential that is right, and not proven yet, lets all in", async () => {
    await using sshd = await startSshd({ everyLoopbackAddress: true });
    const credentialId = await engine.addCredential("right", sshd);
    await engine.startWorker({ concurrency: 15 });
    const hosts = await scanAll(sshd.port, credentialId);
    expect(hosts.filter(({ status }) => status !== Complete)).toEqual([]);
    expect(await credentialRow()).toMatchObject({ proven: true, denials: 0, paused_at: null });
  });
});

test("a denial is forgotten with the next success, and a pause is not (fixture hosts)", async () => {
  await using right = await startFixtureSshServer({ password: "secret" });
  await using wrong = await startFixtureSshServer({ username: right.username });
  const credentialId = await engine.addCredential("linux", right);
  await engine.startWorker({ concurrency: 1 });
  const scan = async (host: typeof right) => {
    const request = {
      ipAddress: host.host,
      sshPort: host.port,
      credentialId,
      trustedThumbprint: host.thumbprint,
    };
    const { id } = accepted(await engine.jobs.createJob([request], context));
    return (await engine.until(id, ({ status }) => status === Complete || status === Failed)).status;
  };
  expect([await scan(wrong), await scan(wrong)]).toEqual([Failed, Failed]);
  expect(await credentialRow()).toMatchObject({ denials: 2, paused_at: null });
  expect(await scan(right)).toBe(Complete);
  expect(await credentialRow()).toMatchObject({ denials: 0, proven: true });
  for (let denials = 0; denials < 3; denials += 1) expect(await scan(wrong)).toBe(Failed);
  expect(await credentialRow()).toMatchObject({ denials: 3, paused_at: expect.any(Date) });
  const logins = right.logins.length + wrong.logins.length;
  expect([await scan(right), await scan(wrong)]).toEqual([Failed, Failed]);
  expect(right.logins.length + wrong.logins.length).toBe(logins);
});

test("a login that nobody hears the answer of counts as refused (fixture hosts)", async () => {
  const tried = Promise.withResolvers<void>();
  await using silent = await startFixtureSshServer({
    onLogin: (context) => (context.method === "password" ? tried.resolve() : context.reject(["password"])),
  });
  const credentialId = await engine.addCredential("linux", silent);
  await engine.startWorker();
  const request = {
    ipAddress: silent.host,
    sshPort: silent.port,
    credentialId,
    trustedThumbprint: silent.thumbprint,
  };
  const { id = "" } = accepted(await engine.jobs.createJob([request], context));
  await tried.promise;
  accepted(await engine.jobs.cancelJob(id, context));
  expect(await credentialRow()).toMatchObject({ denials: 1 });
});

test("a credential that turns wrong is not used any more by scans that are about to log in (fixture hosts)", async () => {
  await using wrong = await startFixtureSshServer();
  await using slow = await startFixtureSshServer({ username: wrong.username });
  const paused = Promise.withResolvers<void>();
  await using way = await startFixtureTcpServer((socket) => {
    void paused.promise.then(() => {
      const onward = connect(slow.port, slow.host);
      socket.pipe(onward).pipe(socket);
      onward.on("error", () => socket.destroy());
    });
  });
  const account = { username: wrong.username, password: "no longer" };
  const credentialId = await engine.addCredential("turned", account);
  await engine.database.db.updateTable("credential").set({ proven: true }).execute();
  await engine.startWorker();
  const schedule = async (sshPort: number) => {
    const request = { ipAddress: slow.host, sshPort, credentialId, acceptThumbprintOnFirstDiscovery: true };
    return accepted(await engine.jobs.createJob([request], context)).id;
  };
  const slowJob = await schedule(way.port);
  await way.connected;
  for (let denials = 0; denials < 3; denials += 1)
    await engine.until(await schedule(wrong.port), ({ status }) => status === Failed);
  expect(await credentialRow()).toMatchObject({ paused_at: expect.any(Date) });
  paused.resolve();
  const job = await engine.until(slowJob, ({ status }) => status === Failed);
  expect(job.hostScanHostStatus?.[0]).toMatchObject({
    failureReason: AccessDenied,
    statusDescription: expect.stringContaining("credential resume turned"),
  });
  expect(slow.logins).toEqual([]);
  // What was accepted for the sake of the login is not trusted without one.
  const known = engine.database.db.selectFrom("trust_record").select("pinned_thumbprint");
  const pins = await known.where("host_id", "=", job.hostScanHostStatus?.[0]?.hostId ?? "").execute();
  expect(pins).toEqual([{ pinned_thumbprint: null }]);
});

test("once it is resumed, a credential is tried again (fixture host)", async () => {
  await using host = await startFixtureSshServer();
  const credentialId = await engine.addCredential("linux", host);
  await engine.database.db.updateTable("credential").set({ denials: 3, paused_at: new Date() }).execute();
  await engine.startWorker();
  const scan = async () => {
    const request = {
      ipAddress: host.host,
      sshPort: host.port,
      credentialId,
      trustedThumbprint: host.thumbprint,
    };
    const { id } = accepted(await engine.jobs.createJob([request], context));
    return (await engine.until(id, ({ status }) => status === Complete || status === Failed)).status;
  };
  expect(await scan()).toBe(Failed);
  expect(
    accepted(await resumeCredential({ db: engine.database.db, actor: testActor }, "linux")),
  ).toMatchObject({ pausedAt: null });
  expect(await scan()).toBe(Complete);
});

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
  for (let scans = 0; scans < 5; scans += 1) jobs.push(await scanOne(host, credentialId));
  const [line, ...more] = await pauseLines();
  expect(more).toEqual([]);
  expect(line).toMatchObject({ actorKind: "worker", actor: "hostscan", objectId: credentialId });
  expect(line?.details).toEqual({
    name: "linux",
    username: account.username,
    denials: 3,
    host: host.host,
    jobId: jobs[2]?.id,
    hostId: jobs[2]?.hostScanHostStatus?.[0]?.hostId,
  });
  expect(JSON.stringify(line)).not.toContain(account.password);
});

test("a pause for logins that nobody heard the answer of is a line too (fixture host)", async () => {
  await using host = await startFixtureSshServer();
  const credentialId = await engine.addCredential("linux", host);
  await engine.database.db.updateTable("credential").set({ denials: 3 }).execute();
  await engine.startWorker();
  const { id: jobId } = await scanOne(host, credentialId);
  expect(host.logins).toEqual([]);
  expect(await pauseLines()).toMatchObject([{ objectId: credentialId, details: { denials: 3, jobId } }]);
});
