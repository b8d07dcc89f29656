import { generateKeyPairSync } from "node:crypto";
import { ActionFailureReason, ActionStatus, SshTrustActionType } from "@hostscan/contract";
import { type Sshd, sshdGate, startSshd } from "@hostscan/scanner/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accepted, context, startEngine, type TestEngine } from "../../test/start-engine.ts";
import { createTrustStore, type TrustStore } from "./trust-store.ts";

const { Complete, Failed } = ActionStatus;
const { AlwaysTrustIgnoreThumbprint, WarnOnThumbprintMismatch, ErrorOnThumbprintMismatch } =
  SshTrustActionType;
const gate = sshdGate();

describe.skipIf(gate.skip)(gate.title("what is trusted of a real OpenSSH server"), () => {
  let engine: TestEngine;
  let sshd: Sshd;
  let trust: TrustStore;
  let credentialId: string;
  let wrongCredentialId: string;
  beforeAll(async () => {
    [engine, sshd] = await Promise.all([startEngine(), startSshd({ everyLoopbackAddress: true })]);
    trust = createTrustStore(engine.database);
    credentialId = await engine.addCredential("right", sshd);
    wrongCredentialId = await engine.addCredential("wrong", { ...sshd, password: "wrong" });
    await engine.startWorker();
  });
  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
    await sshd.stop();
  });

  type Request = Parameters<TestEngine["jobs"]["createJob"]>[0][number];

  async function ended(job: ReturnType<TestEngine["jobs"]["createJob"]>) {
    const { id } = accepted(await job);
    const { hostScanHostStatus } = await engine.until(
      id,
      ({ status }) => status === Complete || status === Failed,
    );
    const host = hostScanHostStatus?.[0] ?? expect.fail("no host");
    const hostId = `${host.hostId}`;
    const [record = expect.fail("no record")] = await trust.list([hostId]);
    return { jobId: id, hostId, host, record };
  }
  const scan = (ipAddress: string, request: Request = {}) =>
    ended(engine.jobs.createJob([{ ipAddress, sshPort: sshd.port, credentialId, ...request }], context));
  const scanAgain = (hostId: string) => ended(engine.jobs.scanHost(hostId, context));
  const mismatches = (hostId: string) =>
    engine.lines.of("thumbprint mismatch").filter((line) => line["hostId"] === hostId);

  /** Onboards a host whose first key is trusted, and then gives it another one. */
  async function withChangedKey(ipAddress: string, sshTrustActionType: SshTrustActionType) {
    const first = await scan(ipAddress, { sshTrustActionType, acceptThumbprintOnFirstDiscovery: true });
    expect(first.host.status).toBe(Complete);
    const before = sshd.thumbprint;
    await sshd.rotateHostKey();
    return { before, first, again: await scanAgain(first.hostId) };
  }

  test("a first discovered key is pinned", async () => {
    const { jobId, record } = await scan("127.0.2.1", { acceptThumbprintOnFirstDiscovery: true });
    const thumbprint = sshd.thumbprint;
    expect(record).toMatchObject({
      protocol: "ssh",
      pinnedThumbprint: thumbprint,
      pinnedAlgorithm: "ssh-ed25519",
      observedThumbprint: thumbprint,
      acceptedHow: "first discovery",
      acceptedBy: jobId,
    });
  });

  test("a first discovered key that a login was sent to is pinned although the login failed", async () => {
    const request = { credentialId: wrongCredentialId, acceptThumbprintOnFirstDiscovery: true };
    const { hostId, host, record } = await scan("127.0.2.2", request);
    expect(host.failureReason).toBe(ActionFailureReason.AccessDenied);
    expect(record).toMatchObject({ pinnedThumbprint: sshd.thumbprint, acceptedHow: "first discovery" });
    await sshd.rotateHostKey();
    const again = await scanAgain(hostId);
    expect(again.host.failureReason).toBe(ActionFailureReason.FailedToConnect);
    expect(sshd.log.text()).not.toMatch(/Accepted|Failed|userauth/);
  });

  test("a key that nobody trusts is recorded, told with how to trust it, and then trusted by the command", async () => {
    const { hostId, host, record } = await scan("127.0.2.3");
    expect(host).toMatchObject({
      status: Failed,
      failureReason: ActionFailureReason.FailedToConnect,
      statusDescription: expect.stringMatching(`run: hostscan-server host trust ${hostId}$`),
    });
    expect(record).toMatchObject({ pinnedThumbprint: null, observedThumbprint: sshd.thumbprint });
    accepted(await trust.accept({ hostId, protocol: "ssh", by: "alice" }));
    const again = await scanAgain(hostId);
    expect(again.host.status).toBe(Complete);
    expect(again.record).toMatchObject({ acceptedHow: "command", acceptedBy: "alice" });
    expect(again.record.firstSeen).toEqual(record.firstSeen);
  });

  test("under Error a changed key stops the scan, until the command trusts it", async () => {
    const { before, first, again } = await withChangedKey("127.0.2.4", ErrorOnThumbprintMismatch);
    expect(again.host.failureReason).toBe(ActionFailureReason.FailedToConnect);
    expect(again.host.statusDescription).toContain(sshd.thumbprint);
    expect(again.host.statusDescription).toContain(before);
    expect(again.record).toMatchObject({ pinnedThumbprint: before, observedThumbprint: sshd.thumbprint });
    const { hostId } = first;
    const known = { hostId, jobId: again.jobId, protocol: "ssh", pinned: before, observed: sshd.thumbprint };
    expect(mismatches(hostId)).toMatchObject([{ level: 40, ...known, onMismatch: "error" }]);
    const thumbprint = sshd.thumbprint;
    accepted(await trust.accept({ hostId, protocol: "ssh", thumbprint, by: "alice" }));
    expect((await scanAgain(hostId)).host.status).toBe(Complete);
  });

  test("under Warn a changed key is let pass, and told in the status and in the log", async () => {
    const { before, first, again } = await withChangedKey("127.0.2.5", WarnOnThumbprintMismatch);
    expect(again.host.status).toBe(Complete);
    expect(again.host.statusDescription).toContain(sshd.thumbprint);
    expect(again.host.statusDescription).toContain(before);
    expect(again.record).toMatchObject({ pinnedThumbprint: before, observedThumbprint: sshd.thumbprint });
    const { jobId, hostId } = again;
    const known = { hostId, jobId, protocol: "ssh", pinned: before, observed: sshd.thumbprint };
    expect(mismatches(first.hostId)).toMatchObject([{ level: 40, ...known, onMismatch: "warn" }]);
  });

  test("a host known by its RSA key stays so once it shows an Ed25519 key, and is asked for it first", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const hostKeys = [privateKey.export({ type: "pkcs1", format: "pem" }).toString()];
    const start = (config: readonly string[], ports?: readonly number[]) =>
      startSshd({ everyLoopbackAddress: true, hostKeys, config, ...(ports && { ports }) });
    const before = await start(["HostKeyAlgorithms rsa-sha2-512"]);
    const { port } = before;
    const request = { ipAddress: "127.0.2.9", sshPort: port, acceptThumbprintOnFirstDiscovery: true };
    // Refused logins pin a first discovered key, too.
    const first = await ended(
      engine.jobs.createJob([{ ...request, credentialId: wrongCredentialId }], context),
    );
    await before.stop();
    expect(first.record).toMatchObject({ pinnedAlgorithm: "ssh-rsa", acceptedHow: "first discovery" });
    await using after = await start([], [port]);
    const again = await scanAgain(first.hostId);
    expect(again.host.failureReason).toBe(ActionFailureReason.AccessDenied);
    expect(again.record.observedThumbprint).toBe(first.record.pinnedThumbprint);
    // One connection: the type of the key is known.
    expect(after.log.text().match(/^Connection from/gm)).toHaveLength(1);
  });

  test("under AlwaysTrust a changed key is let pass silently, and recorded", async () => {
    const { before, first, again } = await withChangedKey("127.0.2.6", AlwaysTrustIgnoreThumbprint);
    expect(again.host).toMatchObject({ status: Complete, statusDescription: "Complete" });
    expect(again.record).toMatchObject({ pinnedThumbprint: before, observedThumbprint: sshd.thumbprint });
    expect(mismatches(first.hostId)).toEqual([]);
  });
});
