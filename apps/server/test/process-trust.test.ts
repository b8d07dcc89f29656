import { ActionStatus } from "@hostscan/contract";
import { sshdGate, startSshd } from "@hostscan/scanner/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { makeTestInstallation } from "./installation-env.ts";
import { addLab, clientOf, onHost, startServing } from "./running-server.ts";

const gate = sshdGate("password");

describe.skipIf(gate.skip)(gate.title("a key that nobody trusts"), () => {
  test("is trusted by the very command that the failed scan tells, and again after it has changed", async () => {
    const installation = await makeTestInstallation();
    onTestFinished(() => installation.drop());
    const sshd = await startSshd();
    onTestFinished(() => sshd.stop());
    const server = await startServing([], { env: installation.env });
    await addLab(installation, sshd);
    const client = await clientOf(server.url, installation);
    const ended = async ({ id = "" }) => {
      const { hostScanHostStatus } = await client.waitFor(id, { timeoutMs: 240_000 });
      return hostScanHostStatus?.[0] ?? expect.fail("no host");
    };

    const request = { ...onHost(sshd), acceptThumbprintOnFirstDiscovery: false };
    const host = await ended(await client.createJob([request]));
    const [, command = ""] = /run: hostscan-server (.*)$/.exec(`${host.statusDescription}`) ?? [];
    const trusted = await installation.run(command.split(" "));
    expect(trusted).toEqual({ code: 0, out: `trusted by ssh: ${sshd.thumbprint} (ssh-ed25519)\n`, err: "" });
    expect((await ended(await client.scanHost(`${host.hostId}`))).status).toBe(ActionStatus.Complete);

    await sshd.rotateHostKey();
    const changed = await ended(await client.scanHost(`${host.hostId}`));
    expect(changed.status).toBe(ActionStatus.Failed);
    const accept = ["host", "trust", `${host.hostId}`, "--thumbprint", sshd.thumbprint];
    expect(await installation.run(accept)).toMatchObject({ code: 0 });
    expect((await ended(await client.scanHost(`${host.hostId}`))).status).toBe(ActionStatus.Complete);

    server.child.kill("SIGTERM");
    await server.ended;
    expect(server.err()).toContain('"msg":"thumbprint mismatch"');
  });
});
