import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { type Sshd, sshdGate, startSshd } from "@hostscan/scanner/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onHost, type Stack, startStack } from "../stack/stack.ts";

const gate = sshdGate("password");

describe.skipIf(gate.skip)(gate.title("signing in to a real OpenSSH server"), () => {
  let sshd: Sshd;
  let stack: Stack;

  beforeAll(async () => {
    [sshd, stack] = await Promise.all([startSshd({ everyLoopbackAddress: true }), startStack()]);
  });

  afterAll(async () => {
    await stack[Symbol.asyncDispose]();
    await sshd.stop();
  });

  /** Scans one more of the addresses that the sshd answers on, with a credential of its own. */
  let hosts = 1;
  const scanWith = async (secret: Parameters<Stack["addCredential"]>[1]) => {
    const credentialId = await stack.addCredential(sshd.username, secret);
    const request = { ...onHost(`127.0.0.${++hosts}`, sshd.port), credentialId };
    return stack.scan({ ...request, acceptThumbprintOnFirstDiscovery: true });
  };

  test.each([
    ["a password", () => ({ password: sshd.password })],
    ["a private key", () => sshd.keys.plain],
    ["a private key with a passphrase", () => sshd.keys.locked],
  ])("%s opens the host, and its operating system is read back", async (_name, secret) => {
    const { job, host } = await scanWith(secret());
    expect(job.status, host.statusDescription ?? "").toBe(ActionStatus.Complete);
    expect(host).toMatchObject({
      status: ActionStatus.Complete,
      ipAddress: `127.0.0.${hosts}`,
      name: expect.stringMatching(/./),
      os: expect.stringMatching(/./),
      version: expect.stringMatching(/./),
    });
    expect([null, ActionFailureReason.NoError]).toContain(host.failureReason);
  });

  test.each([
    ["a wrong password", () => ({ password: "not the password" })],
    ["a key that the account does not know", () => sshd.keys.stranger],
  ])("%s is AccessDenied, and the answer tells nothing of the secret", async (_name, secret) => {
    const { job, host } = await scanWith(secret());
    expect(job.status).toBe(ActionStatus.Failed);
    expect(host).toMatchObject({
      status: ActionStatus.Failed,
      failureReason: ActionFailureReason.AccessDenied,
      os: null,
    });
    for (const value of Object.values(secret())) expect(JSON.stringify(job)).not.toContain(value);
  });
});
