import { EventEmitter, once } from "node:events";
import { connect } from "node:net";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { runMock } from "./run.ts";

function start(...argv: readonly string[]) {
  const io = { stdout: new PassThrough(), stderr: new PassThrough(), signals: new EventEmitter() };
  return { ...io, ended: runMock(["--log-level", "silent", ...argv], io) };
}

const said = (stream: PassThrough) => String(stream.read() ?? "");

async function served(...argv: readonly string[]) {
  const run = start("--port", "0", "--json", ...argv);
  const [line] = await once(run.stdout, "data");
  const { url }: { url: string } = JSON.parse(String(line));
  return {
    url,
    async [Symbol.asyncDispose]() {
      run.signals.emit("SIGTERM");
      expect(await run.ended).toBe(0);
      expect(run.signals.eventNames()).toEqual([]);
    },
  };
}

test("pages of the origins named may say what they prefer, and see that they got it", async () => {
  const origin = "http://localhost:5173";
  await using mock = await served("--cors-origins", `${origin}, https://portal.example`);
  const jobs = `${mock.url}/api/v1/HostScanJob`;
  const asks = { Origin: origin, "Access-Control-Request-Method": "GET" };
  const preflight = await fetch(jobs, { method: "OPTIONS", headers: asks });
  expect(preflight.headers.get("Access-Control-Allow-Origin")).toBe(origin);
  expect(preflight.headers.get("Access-Control-Allow-Headers")).toContain("Prefer");
  const headers = { Origin: origin, Authorization: "Bearer any", Prefer: "code=404" };
  const answer = await fetch(jobs, { headers });
  expect(answer.headers.get("Access-Control-Expose-Headers")).toContain("Preference-Applied");
});

test("--cors lets pages of this machine call, from whatever port", async () => {
  await using mock = await served("--cors");
  const allowed = async (origin: string) => {
    const answer = await fetch(`${mock.url}/openapi.json`, { headers: { Origin: origin } });
    return answer.headers.get("Access-Control-Allow-Origin");
  };
  for (const origin of [
    "http://localhost:5173",
    "http://127.0.0.1:3000",
    "https://[::1]:1",
    "http://localhost",
  ]) {
    expect(await allowed(origin)).toBe(origin);
  }
  expect(await allowed("https://localhost.evil.example")).toBeNull();
});

test("--stateful keeps jobs, which end as soon as it is told", async () => {
  await using mock = await served("--stateful", "--scan-seconds", "0.01");
  const headers = { Authorization: "Bearer any", "Content-Type": "application/json" };
  const body = JSON.stringify([{ dnsHostName: "web-1", credentialName: "x" }]);
  await fetch(`${mock.url}/api/v1/HostScanJob`, { method: "POST", headers, body });
  const jobs = async () => (await fetch(`${mock.url}/api/v1/HostScanJob`, { headers })).json();
  await expect.poll(jobs).toMatchObject([{ status: 2 }]);
});

test("without --json it says what to try, by whether it keeps anything", async () => {
  const run = start("--port", "0", "--stateful");
  const [told] = await once(run.stdout, "data");
  run.signals.emit("SIGTERM");
  expect(await run.ended).toBe(0);
  expect(String(told)).toContain("It keeps hosts and jobs until it ends.");
});

test("without origins no page may, and an address of IPv6 is written as such", async () => {
  await using mock = await served("--host", "::1");
  expect(mock.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  const answer = await fetch(`${mock.url}/openapi.json`, { headers: { Origin: "http://localhost:5173" } });
  expect([answer.status, answer.headers.get("Access-Control-Allow-Origin")]).toEqual([200, null]);
});

test("who still sends a body that is too large gets the answer, and can go on", async () => {
  await using mock = await served();
  const socket = connect(Number(new URL(mock.url).port), "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  // More than what the adaptor's own clean-up would read.
  const length = 70_000_000;
  const lines = ["Host: localhost", "Authorization: Bearer any", "Content-Type: application/json"];
  socket.write(
    ["POST /api/v1/HostScanJob HTTP/1.1", ...lines, `Content-Length: ${length}`, "", ""].join("\r\n"),
  );
  socket.setEncoding("latin1");
  const [first] = await once(socket, "data");
  expect(first).toMatch(/^HTTP\/1.1 413 /);
  socket.write(Buffer.alloc(length));
  socket.write("GET /openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  expect(await text(socket)).toContain("HTTP/1.1 200 ");
}, 60_000);

test("a port that is taken is told in one line", async () => {
  await using mock = await served();
  const second = start("--port", new URL(mock.url).port);
  expect(await second.ended).toBe(69);
  expect(said(second.stderr)).toMatch(
    /^hostscan-mock: .*EADDRINUSE.*; choose another with --port, 0 takes a free one\n$/,
  );
});

test("an address that is not this machine's is told with what to name", async () => {
  const { ended, stderr } = start("--port", "0", "--host", "192.0.2.1");
  expect(await ended).toBe(69);
  expect(said(stderr)).toMatch(/^hostscan-mock: .*; name an address of this machine with --host\n$/);
});

test.each([
  ["a port that is none", ["--port", "65536"], "from 0 to 65535"],
  ["a port in words", ["--port", "http"], "from 0 to 65535"],
  ["no time", ["--scan-seconds", "0"], "a number of seconds"],
  ["a time of scans that nothing keeps", ["--scan-seconds", "1"], "--scan-seconds needs --stateful"],
  ["an origin with a path", ["--cors-origins", "https://portal.example/app"], "https://portal.example/app"],
  ["an option it does not know", ["--quickly"], "--quickly"],
  ["a word too many", ["serve"], "too many arguments"],
])("%s is refused in one line", async (_name, argv, says) => {
  const { ended, stdout, stderr } = start(...argv);
  expect([await ended, said(stdout)]).toEqual([64, ""]);
  const line = said(stderr);
  expect(line).toMatch(/^hostscan-mock: .*\n$/);
  expect(line).toContain(says);
});

test("it explains itself", async () => {
  const { ended, stdout } = start("--help");
  expect(await ended).toBe(0);
  expect(said(stdout)).toMatch(
    /Any bearer token is taken for an Admin's[\s\S]*Prefer: code=404[\s\S]*Exit codes/,
  );
});
