import { ActionFailureReason } from "@hostscan/contract";
import { startFixtureSshServer } from "@hostscan/scanner/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { makeTestInstallation, type TestInstallation } from "./installation-env.ts";
import { addLab, clientOf, onHost, startServing } from "./running-server.ts";

vi.setConfig({ testTimeout: 120_000 });

let installation: TestInstallation;
beforeAll(async () => {
  installation = await makeTestInstallation();
  await addLab(installation, { username: "scan", password: "do-not-log" });
});
afterAll(() => installation.drop());

/** The lines of a log that hold all of this. */
function linesWith(log: string, some: Readonly<Record<string, unknown>>): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = log
    .split("\n")
    .flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
  return lines.filter((line) => Object.entries(some).every(([key, value]) => line[key] === value));
}

test("what the API answers and the log say why a scan failed, who asked for it and whence (fixture host)", async () => {
  await using host = await startFixtureSshServer({ onLogin: (login) => login.reject(["password"]) });
  const running = await startServing(["--credential-denials", "1"], { env: installation.env });
  const client = await clientOf(running.url, installation);
  const { id = "" } = await client.createJob([onHost(host)]);
  const job = await client.waitFor(id, { timeoutMs: 240_000 });
  const [scan] = job.hostScanHostStatus ?? [];
  expect(scan).toMatchObject({ failureReason: ActionFailureReason.AccessDenied });
  const { hostScanHostId, hostId } = scan ?? {};
  // It is written just after the API can tell of it.
  await expect.poll(running.err).toContain('"scan finished"');
  const log = running.err();

  const about = { hostScanHostId, hostId, jobId: id, host: `${host.host}:${host.port}` };
  const [failed, ...failedAgain] = linesWith(log, { ...about, msg: "scan failed" });
  expect(failed).toMatchObject({ phase: "auth", cause: expect.stringMatching(/refused/), attempt: 1 });
  const [finished, ...finishedAgain] = linesWith(log, { ...about, msg: "scan finished" });
  expect(finished).toMatchObject({ outcome: "failed", phase: "auth", reason: "AccessDenied", attempt: 1 });
  expect(finished?.["milliseconds"]).toEqual(expect.any(Number));
  expect([...failedAgain, ...finishedAgain]).toEqual([]);
  expect(linesWith(log, { msg: "credential paused", credential: "lab", jobId: id, hostId })).toHaveLength(1);

  const [scheduled] = linesWith(log, { msg: "jobs scheduled", operation: "PostListOfIdsAsync" });
  expect(scheduled).toMatchObject({ jobIds: [id] });
  expect(linesWith(log, { msg: "call", requestId: scheduled?.["requestId"] })).toMatchObject([
    {
      method: "POST",
      status: 200,
      address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/),
      subject: expect.any(String),
    },
  ]);
  expect(log).not.toContain("do-not-log");

  const shown = await installation.run(["host", "show", String(hostId), "--json"]);
  expect(JSON.parse(shown.out)).toMatchObject({
    credential: "lab",
    platform: "Linux",
    lastStatus: "Failed",
    lastFailure: { jobId: id, reason: "AccessDenied" },
  });
});
