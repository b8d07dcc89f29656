import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { sshdGate, startSshd } from "@hostscan/scanner/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusedPort, startSilentHost } from "../stack/silent-host.ts";
import { onHost, type Stack, startStack } from "../stack/stack.ts";

describe("hosts out of reach", () => {
  let stack: Stack;
  let credentialId: string;

  beforeAll(async () => {
    stack = await startStack({ deadlineMs: 1_500, retryDelaysSeconds: [0] });
    credentialId = await stack.addCredential("nobody", { password: "unused" });
  });

  afterAll(() => stack[Symbol.asyncDispose]());

  test("a port that refuses is FailedToConnect", async () => {
    const { job, host } = await stack.scan({ ...onHost("127.0.0.1", await refusedPort()), credentialId });
    expect(job.status).toBe(ActionStatus.Failed);
    expect(host.failureReason).toBe(ActionFailureReason.FailedToConnect);
  });

  test("a port that takes the connection and stays silent is ActionTimeout, and is left alone then", async () => {
    await using silent = await startSilentHost();
    const { host } = await stack.scan({ ...onHost(silent.ipAddress, silent.sshPort), credentialId });
    expect(host.failureReason).toBe(ActionFailureReason.ActionTimeout);
    await silent.deserted();
    expect(silent.connections()).toBe(1);
  });

  test("a name that does not resolve is InvalidHostName", async () => {
    const { host } = await stack.scan({ dnsHostName: "no-such-host.invalid", credentialId });
    expect(host).toMatchObject({
      status: ActionStatus.Failed,
      failureReason: ActionFailureReason.InvalidHostName,
    });
  });

  const gate = sshdGate("key");

  test.skipIf(gate.skip)(gate.title("a real OpenSSH server that is too slow is ActionTimeout"), async () => {
    await using sshd = await startSshd({ config: ["ForceCommand sleep 30"] });
    const slow = { ...onHost(sshd.host, sshd.port), acceptThumbprintOnFirstDiscovery: true };
    const { host } = await stack.scan({
      ...slow,
      credentialId: await stack.addCredential(sshd.username, sshd.keys.plain),
    });
    expect(sshd.log.text()).toContain("Accepted publickey");
    expect(host).toMatchObject({
      status: ActionStatus.Failed,
      failureReason: ActionFailureReason.ActionTimeout,
    });
  });
});
