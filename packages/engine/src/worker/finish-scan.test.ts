import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { finishScan } from "../../test/finish-scan.ts";
import { queueEntries } from "../../test/queue-entries.ts";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { ADMINS } from "../logins/party.ts";
import { type ClaimedHost, claimHosts } from "./claim-hosts.ts";
import type { ScanEnd } from "./scan-end.ts";
import { loginOf } from "./scan-login.ts";

const { Queued, Running, Complete, Failed } = ActionStatus;
const thumbprint = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I";
const otherThumbprint = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";
const facts = { name: "web", os: "Debian", version: "12", ipAddress: "10.0.0.1" };
const keys = [{ protocol: "ssh", thumbprint, algorithm: "ssh-ed25519" }] as const;
const complete: ScanEnd = { kind: "complete", facts, keys, pins: [], description: null };

let engine: TestEngine;
let claim: ClaimedHost;
beforeEach(async () => {
  engine = await startEngine();
  const credentialId = await engine.addCredential("linux");
  accepted(await engine.jobs.createJob([{ dnsHostName: "web.local", credentialId }], context));
  const { claimed } = await claimHosts(engine.database.db, engine.queue, await engine.queue.fetch(1));
  claim = claimed[0] ?? expect.fail("not claimed");
});
afterEach(() => engine[Symbol.asyncDispose]());

const finish = (scanEnd: ScanEnd) => finishScan(engine.database.db, engine.queue, claim, scanEnd);
const scanRow = () => engine.database.db.selectFrom("host_scan_host").selectAll().executeTakeFirstOrThrow();
const hostRow = () => engine.database.db.selectFrom("host").selectAll().executeTakeFirstOrThrow();
const trustRows = () =>
  engine.database.db.selectFrom("trust_record").selectAll().orderBy("protocol").execute();
const seen = {
  observed_thumbprint: thumbprint,
  observed_algorithm: "ssh-ed25519",
  last_seen: expect.any(Date),
};
const unpinned = { pinned_thumbprint: null, pinned_algorithm: null, accepted_how: null, accepted_by: null };

test("a result is written to its row and its host, and the entry leaves the queue", async () => {
  expect(await finish({ ...complete, description: "Complete: beware." })).toBe(true);
  expect(await scanRow()).toMatchObject({
    status: Complete,
    status_description: "Complete: beware.",
    name: "web",
    os: "Debian",
    version: "12",
    ip_address: "10.0.0.1",
    finished_at: expect.any(Date),
  });
  expect(await hostRow()).toMatchObject({
    name: "web",
    os: "Debian",
    version: "12",
    ip_address: null,
    observed_ip_address: "10.0.0.1",
    last_scanned_at: expect.any(Date),
  });
  expect(await trustRows()).toMatchObject([{ host_id: claim.hostId, protocol: "ssh", ...seen, ...unpinned }]);
  expect(await queueEntries(engine.database)).toEqual([]);
});

test("the next job shows what is known, and the name is resolved anew", async () => {
  await finish(complete);
  const job = accepted(await engine.jobs.scanHost(claim.hostId, context));
  expect(job.hostScanHostStatus).toMatchObject([
    { name: "web", os: "Debian", version: "12", ipAddress: "10.0.0.1" },
  ]);
  const next = await claimHosts(engine.database.db, engine.queue, await engine.queue.fetch(1));
  expect(next.claimed).toMatchObject([{ dns_host_name: "web.local", ip_address: null }]);
});

test("a key is pinned once, and it is told which job did", async () => {
  await finish({ ...complete, pins: keys });
  expect(await trustRows()).toMatchObject([
    {
      ...seen,
      pinned_thumbprint: thumbprint,
      pinned_algorithm: "ssh-ed25519",
      accepted_how: "first discovery",
      accepted_by: claim.jobId,
      accepted_at: expect.any(Date),
    },
  ]);
});

test("a thumbprint that was stated during the scan is not replaced by the one to be pinned", async () => {
  const request = { dnsHostName: "web.local", trustedThumbprint: otherThumbprint };
  accepted(await engine.jobs.createJob([request], context));
  const [stated] = await trustRows();
  await finish({ ...complete, pins: keys });
  expect(await trustRows()).toEqual([{ ...stated, ...seen, first_seen: expect.any(Date) }]);
  expect(stated).toMatchObject({ pinned_thumbprint: otherThumbprint, accepted_how: "request" });
});

test("each protocol has a record of its own", async () => {
  const rdp = { protocol: "rdp", thumbprint: "A1".repeat(32), algorithm: "rsa-2048" } as const;
  await finish({ ...complete, keys: [...keys, rdp], pins: [rdp] });
  expect(await trustRows()).toMatchObject([
    { protocol: "rdp", observed_thumbprint: rdp.thumbprint, pinned_thumbprint: rdp.thumbprint },
    { protocol: "ssh", ...seen, ...unpinned },
  ]);
});

test("facts are written although the host showed no key", async () => {
  await finish({ ...complete, keys: [] });
  expect(await hostRow()).toMatchObject({ name: "web", last_scanned_at: expect.any(Date) });
  expect(await trustRows()).toEqual([]);
});

test("a key that is shown again has been seen since the first time, another one since now", async () => {
  await finish(complete);
  const [before] = await trustRows();
  const scanAgain = async (scanEnd: ScanEnd) => {
    accepted(await engine.jobs.scanHost(claim.hostId, context));
    const next = await claimHosts(engine.database.db, engine.queue, await engine.queue.fetch(1));
    claim = next.claimed[0] ?? expect.fail("not claimed");
    await finish(scanEnd);
    return (await trustRows())[0];
  };
  const again = await scanAgain(complete);
  expect(again?.first_seen).toEqual(before?.first_seen);
  expect(again?.last_seen?.getTime()).toBeGreaterThan(before?.last_seen?.getTime() ?? Number.NaN);
  const changed = await scanAgain({
    ...complete,
    keys: [{ protocol: "ssh", thumbprint: otherThumbprint, algorithm: "ssh-rsa" }],
  });
  expect(changed).toMatchObject({ observed_thumbprint: otherThumbprint, observed_algorithm: "ssh-rsa" });
  expect(changed?.first_seen).toEqual(changed?.last_seen);
});

test("the claim brings the pins", async () => {
  await finish({ ...complete, pins: keys });
  accepted(await engine.jobs.scanHost(claim.hostId, context));
  const next = await claimHosts(engine.database.db, engine.queue, await engine.queue.fetch(1));
  expect(claim.pinned).toEqual({});
  expect(next.claimed).toMatchObject([{ pinned: { ssh: thumbprint } }]);
});

test("a failure is written with its reason and the key that was shown", async () => {
  const reason = ActionFailureReason.FailedToConnect;
  expect(await finish({ kind: "failed", reason, keys, description: "Failed: no." })).toBe(true);
  expect(await scanRow()).toMatchObject({
    status: Failed,
    failure_reason: reason,
    status_description: "Failed: no.",
    finished_at: expect.any(Date),
  });
  expect(await hostRow()).toMatchObject({ last_scanned_at: null });
  expect(await trustRows()).toMatchObject([{ ...seen, ...unpinned }]);
  expect(await queueEntries(engine.database)).toEqual([]);
});

test("a failure before any key was shown leaves the known one", async () => {
  const row = { host_id: claim.hostId, protocol: "ssh", observed_thumbprint: otherThumbprint } as const;
  await engine.database.db.insertInto("trust_record").values(row).execute();
  const before = await trustRows();
  await finish({
    kind: "failed",
    reason: ActionFailureReason.InvalidHostName,
    keys: [],
    description: "",
  });
  expect(await trustRows()).toEqual(before);
});

test("what was shown before a fault that may pass is written, too", async () => {
  await finish({ kind: "retry", delaySeconds: 60, keys, pins: keys });
  expect(await trustRows()).toMatchObject([{ ...seen, pinned_thumbprint: thumbprint }]);
});

test("a host to be tried again waits in the queue", async () => {
  expect(await finish({ kind: "retry", delaySeconds: 60 })).toBe(true);
  expect(await scanRow()).toMatchObject({ status: Queued, tries: 1, losses: 0, finished_at: null });
  expect(await queueEntries(engine.database)).toEqual([claim.hostScanHostId]);
  expect(await engine.queue.fetch(1)).toEqual([]);
});

test("a host given back by a worker that stops is taken by the next worker, and nothing is counted against it", async () => {
  expect(await finish({ kind: "give-back", because: "stopping" })).toBe(true);
  expect(await scanRow()).toMatchObject({ status: Queued, tries: 0, losses: 0, give_backs: 0 });
  const ids = await engine.queue.fetch(1);
  const { claimed } = await claimHosts(engine.database.db, engine.queue, ids);
  expect(claimed).toMatchObject([{ attempt: 2, tries: 0, losses: 0 }]);
});

test.each([
  complete,
  { kind: "failed", reason: ActionFailureReason.AccessDenied, keys, description: "" },
  { kind: "retry", delaySeconds: 1, keys, pins: keys },
  { kind: "give-back", because: "stopping" },
] satisfies ScanEnd[])("a late $kind of an attempt that was taken over is refused", async (scanEnd) => {
  await claimHosts(engine.database.db, engine.queue, [claim.hostScanHostId]);
  const rows = async () => [await scanRow(), await hostRow(), await trustRows()];
  const before = [await rows(), await queueEntries(engine.database)];
  expect(await finish(scanEnd)).toBe(false);
  expect([await rows(), await queueEntries(engine.database)]).toEqual(before);
  expect(await scanRow()).toMatchObject({ status: Running, attempt: 2 });
});

test("a result is written once", async () => {
  expect(await Promise.all([finish(complete), finish(complete)])).toEqual(
    expect.arrayContaining([true, false]),
  );
});

const credentialRow = () => engine.database.db.selectFrom("credential").selectAll().executeTakeFirstOrThrow();
const finishLogin = (accepted: boolean, party = ADMINS) => {
  const login = { ...(loginOf(claim) ?? expect.fail("no login")), party };
  const answer = accepted
    ? ({ accepted, agoMs: 0 } as const)
    : ({ accepted, by: "host", denials: 3 } as const);
  return finishScan(engine.database.db, engine.queue, claim, complete, { login, answer, knownByKey: true });
};

test("a login that was accepted proves the credential, and its denials are forgotten", async () => {
  await engine.database.db.updateTable("credential").set({ denials: 2 }).execute();
  await finishLogin(true);
  expect(await credentialRow()).toMatchObject({ proven: true, denials: 0, paused_at: null });
});

test("one that was accepted by somebody's own host proves the credential to that one's hosts alone", async () => {
  const { db } = engine.database;
  await db
    .updateTable("credential")
    .set({ denials: 2, logins_from: new Date(0) })
    .execute();
  await finishLogin(true, "app:portal");
  expect(await credentialRow()).toMatchObject({ proven: false, denials: 2, logins_from: null });
  const parties = await db.selectFrom("login_party").select(["party", "proven"]).execute();
  expect(parties).toEqual([{ party: "app:portal", proven: true }]);
});

test.each([
  ["of an earlier secret", { secret_version: 2, denials: 2 }],
  ["of a paused credential", { paused_at: new Date(), denials: 3 }],
])("a login %s that was accepted changes nothing", async (_, state) => {
  await engine.database.db.updateTable("credential").set(state).execute();
  await finishLogin(true);
  expect(await credentialRow()).toMatchObject({ ...state, proven: false });
});

test("a login that was refused is counted, and the third in a row pauses a credential that none let in", async () => {
  await engine.database.db.updateTable("credential").set({ denials: 1 }).execute();
  await finishLogin(false);
  expect(await credentialRow()).toMatchObject({ proven: false, denials: 2, paused_at: null });
  await engine.database.db.updateTable("host_scan_host").set({ status: Running }).execute();
  await finishLogin(false);
  expect(await credentialRow()).toMatchObject({
    proven: false,
    denials: 3,
    paused_at: expect.any(Date),
    paused_by: "web.local",
  });
});

test.each([
  ["lease-lost", { losses: 1, give_backs: 1 }],
  ["other", { losses: 0, give_backs: 1 }],
] as const)("a host given back because of %s is counted", async (because, counted) => {
  expect(await finish({ kind: "give-back", because })).toBe(true);
  expect(await scanRow()).toMatchObject({ status: Queued, ...counted });
});

test("a refusal of an earlier secret is not counted", async () => {
  await engine.database.db.updateTable("credential").set({ secret_version: 2 }).execute();
  await finishLogin(false);
  expect(await credentialRow()).toMatchObject({ denials: 0 });
});
