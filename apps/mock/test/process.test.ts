import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { startMock } from "./mock-process.ts";

test("the commands that it prints can be pasted", async () => {
  await using mock = await startMock();
  const commands = mock
    .output()
    .split("\n")
    .filter((line) => line.startsWith("curl "));
  const printed = await Promise.all(commands.map((command) => promisify(execFile)("sh", ["-c", command])));
  const [jobs, refused, running] = printed.map(({ stdout }) => stdout);
  expect(JSON.parse(jobs ?? "")).toHaveLength(2);
  expect(refused).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
  expect(running).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*Preference-Applied: code=200, example=/);
});

test("the commands that it prints with --stateful can be pasted", async () => {
  await using mock = await startMock("--stateful");
  const commands = mock
    .output()
    .split("\n")
    .filter((line) => line.startsWith("curl "));
  expect(commands).toHaveLength(2);
  const printed = [];
  for (const command of commands) printed.push(await promisify(execFile)("sh", ["-c", command]));
  const [created, listed] = printed.map(({ stdout }) => JSON.parse(stdout));
  expect(listed).toMatchObject([{ id: created.id, hostScanHostStatus: [{}, {}] }]);
});

test.each(["SIGTERM", "SIGINT"] as const)(
  "%s ends it, with every call in the log as it was answered",
  async (signal) => {
    await using mock = await startMock("--json");
    const headers = { Authorization: "Bearer any", Prefer: "code=503", "X-Request-Id": "call-1" };
    expect((await fetch(`${mock.url}/api/v1/HostScanJob`, { headers })).status).toBe(503);
    const { code, log } = await mock.stop(signal);
    expect(code).toBe(0);
    expect(JSON.parse(mock.output())).toEqual({ url: mock.url });
    const lines = log
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(lines).toMatchObject([
      {
        msg: "call",
        requestId: "call-1",
        method: "GET",
        route: "/api/v1/HostScanJob",
        status: 503,
        subject: "mock",
      },
      { msg: "stopping", signal },
    ]);
  },
);
