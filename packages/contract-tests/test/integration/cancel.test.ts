import { ActionStatus } from "@hostscan/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusedPort, startSilentHost } from "../stack/silent-host.ts";
import { onHost, type Stack, startStack } from "../stack/stack.ts";

describe("cancelling", () => {
  let stack: Stack;
  let credentialId: string;

  beforeAll(async () => {
    stack = await startStack({ concurrency: 1, retryDelaysSeconds: [] });
    credentialId = await stack.addCredential("nobody", { password: "unused" });
  });

  afterAll(() => stack[Symbol.asyncDispose]());

  const schedule = (host: { ipAddress: string; sshPort: number }) =>
    stack.client.createJob([{ ...onHost(host.ipAddress, host.sshPort), credentialId }]);

  test("a running scan ends and lets go of its host", async () => {
    await using host = await startSilentHost();
    const { id = "" } = await schedule(host);
    await host.connected;
    expect((await stack.client.getJob(id)).status).toBe(ActionStatus.Running);

    await stack.client.cancel(id);
    expect(await stack.client.getJob(id)).toMatchObject({
      status: ActionStatus.Cancelled,
      hostScanHostStatus: [{ status: ActionStatus.Cancelled }],
    });
    await host.deserted();
  });

  test("a queued scan is never begun", async () => {
    await using running = await startSilentHost();
    await using waiting = await startSilentHost();
    const first = await schedule(running);
    await running.connected;
    const second = await schedule(waiting);
    expect((await stack.client.getJob(`${second.id}`)).status).toBe(ActionStatus.Queued);

    await stack.client.cancel(`${second.id}`);
    expect((await stack.client.getJob(`${second.id}`)).status).toBe(ActionStatus.Cancelled);

    // Free the only slot; what is then scanned is the next job, not the cancelled one.
    await stack.client.cancel(`${first.id}`);
    const { job } = await stack.scan({ ...onHost("127.0.0.1", await refusedPort()), credentialId });
    expect(job.status).toBe(ActionStatus.Failed);
    expect(waiting.connections()).toBe(0);
    expect((await stack.client.getJob(`${second.id}`)).status).toBe(ActionStatus.Cancelled);
  });
});
