import { ActionFailureReason, ActionStatus, SshTrustActionType } from "@hostscan/contract";
import { type Sshd, sshdGate, startSshd } from "@hostscan/scanner/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hostOf, onHost, type Stack, startStack } from "../stack/stack.ts";

const gate = sshdGate("key");
const { AlwaysTrustIgnoreThumbprint, WarnOnThumbprintMismatch, ErrorOnThumbprintMismatch } =
  SshTrustActionType;

describe.skipIf(gate.skip)(gate.title("trust in the key of a real OpenSSH server"), () => {
  let sshd: Sshd;
  let stack: Stack;
  let credentialId: string;

  beforeAll(async () => {
    [sshd, stack] = await Promise.all([startSshd({ everyLoopbackAddress: true }), startStack()]);
    credentialId = await stack.addCredential(sshd.username, sshd.keys.plain);
  });

  afterAll(async () => {
    await stack[Symbol.asyncDispose]();
    await sshd.stop();
  });

  const rescan = async (hostId: string) => hostOf(await stack.finished(await stack.client.scanHost(hostId)));

  /** Onboards a host whose key is trusted on discovery, then gives the sshd another key. */
  const withChangedKey = async (address: string, sshTrustActionType: SshTrustActionType) => {
    const request = { ...onHost(address, sshd.port), credentialId, sshTrustActionType };
    const { host } = await stack.scan({ ...request, acceptThumbprintOnFirstDiscovery: true });
    expect(host.status, host.statusDescription ?? "").toBe(ActionStatus.Complete);
    const before = sshd.thumbprint;
    await sshd.rotateHostKey();
    return { before, host: await rescan(`${host.hostId}`) };
  };

  test("a changed key is let pass silently under AlwaysTrust", async () => {
    const { host } = await withChangedKey("127.0.0.11", AlwaysTrustIgnoreThumbprint);
    expect(host.status).toBe(ActionStatus.Complete);
    expect(host.statusDescription).not.toContain("SHA256:");
  });

  test("a changed key is let pass with a warning under Warn", async () => {
    const { before, host } = await withChangedKey("127.0.0.12", WarnOnThumbprintMismatch);
    expect(host.status).toBe(ActionStatus.Complete);
    expect(host.statusDescription).toContain(sshd.thumbprint);
    expect(host.statusDescription).toContain(before);
  });

  test("a changed key stops the scan under Error, before any credential is sent", async () => {
    const { before, host } = await withChangedKey("127.0.0.13", ErrorOnThumbprintMismatch);
    expect(host).toMatchObject({
      status: ActionStatus.Failed,
      failureReason: ActionFailureReason.FailedToConnect,
    });
    expect(host.statusDescription).toContain(sshd.thumbprint);
    expect(host.statusDescription).toContain(before);
    expect(sshd.log.text()).not.toMatch(/Accepted|Failed|userauth/);
  });

  test("a key that is accepted on first discovery is trusted from then on", async () => {
    const request = { ...onHost("127.0.0.14", sshd.port), credentialId };
    const { host } = await stack.scan({ ...request, acceptThumbprintOnFirstDiscovery: true });
    expect(host.status).toBe(ActionStatus.Complete);
    expect(await rescan(`${host.hostId}`)).toMatchObject({ status: ActionStatus.Complete });
  });

  test("a key that is not accepted on first discovery stops the scan, and its thumbprint is told", async () => {
    await sshd.rotateHostKey();
    const { host } = await stack.scan({ ...onHost("127.0.0.15", sshd.port), credentialId });
    expect(host).toMatchObject({
      status: ActionStatus.Failed,
      failureReason: ActionFailureReason.FailedToConnect,
      statusDescription: expect.stringContaining(sshd.thumbprint),
    });
    expect(sshd.log.text()).not.toMatch(/Accepted|Failed|userauth/);
  });

  test("a key that is named beforehand is trusted", async () => {
    const request = { ...onHost("127.0.0.16", sshd.port), credentialId, trustedThumbprint: sshd.thumbprint };
    expect((await stack.scan(request)).host.status).toBe(ActionStatus.Complete);
  });
});
