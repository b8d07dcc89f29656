import { ActionStatus } from "@hostscan/contract";
import { expect, test } from "vitest";
import { accepted, context, startEngine } from "../../test/start-engine.ts";

const { Queued, Failed } = ActionStatus;
/** Nothing listens there: a scan is over at once. */
const CLOSED_PORT = 1;

test("a one-host job posted behind one of 10,000 hosts does not wait for it", async () => {
  await using engine = await startEngine();
  const credentialId = await engine.addCredential("linux");
  const request = (index: number) => ({
    ipAddress: `127.1.${index >> 8}.${index & 255}`,
    sshPort: CLOSED_PORT,
    credentialId,
  });
  const large = Array.from({ length: 10_000 }, (_, index) => request(index));
  const { id: largeId } = accepted(await engine.jobs.createJob(large, context));
  const worker = await engine.startWorker({ concurrency: 4 });
  await expect.poll(() => engine.lines.of("scan finished").length).toBeGreaterThan(0);
  const { id: smallId } = accepted(await engine.jobs.createJob([request(20_000)], context));
  await engine.until(smallId, ({ status }) => status === Failed);
  await worker.stop({ graceMs: 10_000 });
  const { hostScanHostStatus } = accepted(await engine.jobs.getJob(largeId ?? "", context));
  const waiting = hostScanHostStatus?.filter(({ status }) => status === Queued);
  expect(waiting?.length).toBeGreaterThan(5_000);
  const begun = hostScanHostStatus?.findLastIndex(({ status }) => status === Failed) ?? 0;
  expect(begun).toBeLessThan(5_000);
});
