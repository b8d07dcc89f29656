import { ActionStatus } from "@hostscan/contract";
import type { SchedulingContext } from "@hostscan/core";
import { type FixtureSshServer, startFixtureSshServer } from "@hostscan/scanner/testing";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { accepted, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { createTrustStore } from "../trust/trust-store.ts";
import { claimHosts } from "../worker/claim-hosts.ts";

const { Complete, Failed, Queued } = ActionStatus;

const as = (identity: string, role = "App"): SchedulingContext => ({
  caller: { subject: identity, name: identity, role, identity },
  requestId: "request-1",
});
const admin = as("user:alice", "Admin");
const portal = as("app:portal");
const guest = as("app:guest");

let engine: TestEngine;
beforeEach(async () => {
  engine = await startEngine();
});
afterEach(() => engine[Symbol.asyncDispose]());

/** Hosts that know the password or not, whatever they let in. */
async function start(hosts: number, options: Parameters<typeof startFixtureSshServer>[0] = {}) {
  const started = await Promise.all(Array.from({ length: hosts }, () => startFixtureSshServer(options)));
  onTestFinished(async () => {
    await Promise.all(started.map((host) => host.stop()));
  });
  return started;
}
const account = { username: "scan", password: "right" };
const wrong = { username: "scan", password: "of before" };
const lettingAllIn = { onLogin: (login: { accept(): void }) => login.accept() };

const requestOf = ({ host, port, thumbprint }: FixtureSshServer, credentialId: string) => ({
  ...{ ipAddress: host, sshPort: port, credentialId, trustedThumbprint: thumbprint },
});
/** Has hosts scanned one after the other; resolves to how they ended. */
async function scan(by: SchedulingContext, credentialId: string, ...hosts: FixtureSshServer[]) {
  const ends: (ActionStatus | null | undefined)[] = [];
  for (const host of hosts) {
    const { id } = accepted(await engine.jobs.createJob([requestOf(host, credentialId)], by));
    const job = await engine.until(
      id,
      ({ status, hostScanHostStatus }) =>
        status === Complete ||
        status === Failed ||
        (hostScanHostStatus?.[0]?.statusDescription?.startsWith("Queued: ") ?? false),
    );
    ends.push(job.status);
  }
  return ends;
}
const credentialRow = () => engine.database.db.selectFrom("credential").selectAll().executeTakeFirstOrThrow();
const passwords = (hosts: readonly FixtureSshServer[]) =>
  hosts.flatMap(({ logins }) => logins).filter((method) => method === "password").length;

test("an application's own hosts, pinned or not, hold back a proven credential from that one's hosts alone (fixture hosts)", async () => {
  const [ours, other] = [await start(2, account), await start(4, wrong)];
  const [first, second] = ours;
  if (first === undefined || second === undefined) expect.fail("no hosts");
  const credentialId = await engine.addCredential("linux", account);
  await engine.startWorker({ concurrency: 1 });
  expect(await scan(admin, credentialId, first)).toEqual([Complete]);
  expect(await scan(portal, credentialId, second)).toEqual([Complete]);
  expect(await scan(guest, credentialId, ...other)).toEqual([Failed, Failed, Failed, Queued]);
  // Whoever has them scanned.
  expect(await scan(admin, credentialId, ...other)).toEqual([Queued, Queued, Queued, Queued]);
  expect(passwords(other)).toBe(3);
  expect(await credentialRow()).toMatchObject({ proven: true, paused_at: null });
  expect(await scan(admin, credentialId, first)).toEqual([Complete]);
  expect(await scan(portal, credentialId, second)).toEqual([Complete]);
});

test("all hosts that an application vouches for are one witness, beside those of Admins (fixture hosts)", async () => {
  const [right] = await start(1, account);
  const [ours, other] = [await start(2, wrong), await start(2, wrong)];
  if (right === undefined) expect.fail("no host");
  const credentialId = await engine.addCredential("linux", account);
  await engine.startWorker({ concurrency: 1 });
  expect(await scan(admin, credentialId, right)).toEqual([Complete]);
  await scan(guest, credentialId, ...other);
  await scan(admin, credentialId, ...ours.slice(0, 1));
  expect(await credentialRow()).toMatchObject({ paused_at: null });
  await scan(admin, credentialId, ...ours.slice(1));
  expect(await credentialRow()).toMatchObject({ paused_at: expect.any(Date) });
});

test("an own host that lets anything in proves a wrong credential to nobody else (fixture hosts)", async () => {
  const [theirs] = await start(1, lettingAllIn);
  const [ours, others] = [await start(4, account), await start(4, account)];
  if (theirs === undefined) expect.fail("no host");
  const credentialId = await engine.addCredential("linux", wrong);
  await engine.startWorker({ concurrency: 8 });
  expect(await scan(guest, credentialId, theirs)).toEqual([Complete]);
  expect(await credentialRow()).toMatchObject({ proven: false });
  const several = async (by: SchedulingContext, hosts: readonly FixtureSshServer[]) => {
    const requests = hosts.map((host) => requestOf(host, credentialId));
    const { id } = accepted(await engine.jobs.createJob(requests, by));
    await engine.until(id, ({ hostScanHostStatus }) =>
      (hostScanHostStatus ?? []).every(
        ({ status, statusDescription }) =>
          status === Failed || (statusDescription?.startsWith("Queued: ") ?? false),
      ),
    );
  };
  // However many at once.
  await several(portal, others);
  expect(passwords(others)).toBe(3);
  await several(admin, ours);
  expect(await credentialRow()).toMatchObject({ proven: false, paused_at: expect.any(Date) });
  expect(passwords(ours)).toBeLessThanOrEqual(3);
});

test("nor does it make up for what others' hosts have refused (fixture hosts)", async () => {
  const [theirs] = await start(1, lettingAllIn);
  const [right] = await start(1, account);
  const ours = await start(3, wrong);
  if (theirs === undefined || right === undefined) expect.fail("no host");
  const credentialId = await engine.addCredential("linux", account);
  await engine.startWorker({ concurrency: 1 });
  await scan(admin, credentialId, right);
  await scan(admin, credentialId, ...ours.slice(0, 2));
  expect(await scan(guest, credentialId, theirs)).toEqual([Complete]);
  await scan(admin, credentialId, ...ours.slice(2));
  expect(await credentialRow()).toMatchObject({ paused_at: expect.any(Date) });
});

const pinned = { trustedThumbprint: "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I" };
const at = { ipAddress: "10.0.0.1" };
const byCommand = async (hostId: string) => {
  const { db } = engine.database;
  const seen = { observed_thumbprint: pinned.trustedThumbprint };
  await db
    .insertInto("trust_record")
    .values({ host_id: hostId, protocol: "ssh", ...seen })
    .execute();
  accepted(await createTrustStore({ db }).accept({ hostId, protocol: "ssh", by: "root" }));
};
const toNobody = async () => {
  await engine.database.db.updateTable("host").set({ owner: null, stated_by_admin: false }).execute();
};
const takeOver = async () => {
  const credentialId = await engine.addCredential("another");
  const request = { dnsHostName: "one.local", credentialId, ...pinned };
  accepted(await engine.jobs.createJob([request], admin));
};

test.each([
  ["an Admin's, pinned", admin, pinned, undefined, "*"],
  ["an Admin's, not pinned yet", admin, {}, undefined, "user:alice"],
  [
    "an Admin's, to be trusted whatever it shows",
    admin,
    { ...pinned, sshTrustActionType: 0 as const },
    undefined,
    "user:alice",
  ],
  ["an application's, pinned", guest, pinned, undefined, "app:guest"],
  ["an application's, trusted by command", guest, {}, byCommand, "*"],
  ["one that an Admin has taken over", guest, pinned, takeOver, "*"],
  ["one that an Admin has taken over since, and that was elsewhere", guest, at, takeOver, "app:guest"],
  ["nobody's", guest, pinned, toNobody, "app:guest"],
])("a host that is %s is vouched for", async (_, by, stated, after, party) => {
  const credentialId = await engine.addCredential("linux");
  const request = { dnsHostName: "one.local", credentialId, ...stated };
  const job = accepted(await engine.jobs.createJob([request], by));
  const [host] = job.hostScanHostStatus ?? [];
  await after?.(host?.hostId ?? "");
  const ids = [host?.hostScanHostId ?? ""];
  const { claimed } = await claimHosts(engine.database.db, engine.queue, ids);
  expect(claimed).toMatchObject([{ party }]);
});
