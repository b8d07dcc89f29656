import { hostname } from "node:os";
import { ActionStatus } from "@hostscan/contract";
import { sshdGate, startSshd } from "@hostscan/scanner/testing";
import { describe, expect, test } from "vitest";
import { accepted, context, startEngine } from "../../test/start-engine.ts";

const { Complete } = ActionStatus;
const gate = sshdGate();

describe.skipIf(gate.skip)(gate.title("with a real OpenSSH server"), () => {
  test("two workers scan forty hosts, each once", async () => {
    await using engine = await startEngine();
    await using sshd = await startSshd({ everyLoopbackAddress: true });
    const credentialId = await engine.addCredential("linux", sshd);
    await Promise.all([engine.startWorker({ concurrency: 10 }), engine.startWorker({ concurrency: 10 })]);
    const requests = Array.from({ length: 40 }, (_, index) => ({
      ipAddress: `127.0.1.${index + 1}`,
      sshPort: sshd.port,
      credentialId,
      trustedThumbprint: sshd.thumbprint,
    }));
    const { id } = accepted(await engine.jobs.createJob(requests, context));
    const { hostScanHostStatus } = await engine.until(id, ({ status }) => status === Complete);
    expect(hostScanHostStatus?.map(({ ipAddress }) => ipAddress)).toEqual(
      requests.map(({ ipAddress }) => ipAddress),
    );
    expect(new Set(hostScanHostStatus?.map(({ name }) => name))).toEqual(new Set([hostname()]));
    expect(engine.lines.of("scan finished")).toHaveLength(40);
  });
});
