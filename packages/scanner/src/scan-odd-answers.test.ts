import { describe, expect, it } from "vitest";
import { cisco } from "../test/samples/cisco.ts";
import { unix } from "../test/samples/unix.ts";
import { failure, scanned } from "../test/scanning.ts";
import {
  type Answer,
  answerAsCisco,
  answerAsUnix,
  type FixtureSshOptions,
  startFixtureSshServer,
} from "./testing/index.ts";
import type { ScanTarget } from "./types.ts";

/** Scans a fixture that lets the scan in. */
async function scanHost(options: FixtureSshOptions, platform: ScanTarget["platform"] = "linux") {
  await using host = await startFixtureSshServer(options);
  const { username, password } = host;
  return { outcome: await scanned({ port: host.port, platform, credential: { username, password } }), host };
}

describe("what a fixture host answers", () => {
  it.each([
    ["a BSD", unix.freebsd, { name: "nas.example.org", os: "FreeBSD 14.0-RELEASE-p6", version: "14.0" }],
    ["a Mac", unix.macos, { name: "Mac-mini.local", os: "macOS", version: "14.4.1" }],
    ["an AIX", unix.aix, { name: "aix72", os: "AIX", version: "7200-05-03-2148" }],
  ])("is read: %s", async (_, sample, facts) => {
    const { outcome, host } = await scanHost({ answer: answerAsUnix(sample) });
    expect(outcome).toMatchObject({ ok: true, facts: { ...facts, ipAddress: "127.0.0.1" } });
    expect(host.commands).toHaveLength(1);
  });

  it.each([
    ["cisco", 1],
    ["linux", 2],
  ] as const)("is read: a Cisco that was announced as %s, in %i commands", async (platform, commands) => {
    const { outcome, host } = await scanHost({ answer: answerAsCisco(cisco.nxos9) }, platform);
    expect(outcome).toMatchObject({
      ok: true,
      facts: { name: "leaf-101", os: "Cisco NX-OS", version: "9.3(5)" },
    });
    expect(host.commands).toHaveLength(commands);
  });

  it("is read though the host closes the connection right after it, as routers do", async () => {
    const { outcome } = await scanHost(
      { onExec: (channel, connection) => channel.write(cisco.ios, () => connection.end()) },
      "cisco",
    );
    expect(outcome).toMatchObject({ ok: true, facts: { name: "access-sw-3" } });
  });

  it("names the host as its target where it tells no name", async () => {
    await using host = await startFixtureSshServer({ answer: answerAsUnix({ uname: "Linux 6.1" }) });
    const { username, password, port } = host;
    const outcome = await scanned({ name: "localhost", port, credential: { username, password } });
    expect(outcome).toMatchObject({
      ok: true,
      facts: { name: "localhost", os: "Linux", ipAddress: "127.0.0.1" },
    });
  });

  it("is cleaned and bounded", async () => {
    const answer = answerAsUnix({ hostname: "a\u0000b\u001b[31mc", uname: `${"x".repeat(300)}\n1` });
    const { outcome } = await scanHost({ answer });
    expect(outcome).toMatchObject({ ok: true, facts: { name: "abc", os: "x".repeat(255) } });
  });

  it.each<[string, Answer, RegExp]>([
    ["runs no commands", () => undefined, /did not run the command/],
    ["answers nothing", () => "", /does not tell what system it runs/],
    ["answers nonsense", () => Buffer.alloc(2_000, 0xff), /does not tell what system it runs/],
    ["answers without end", () => "x".repeat(200_000), /answered more than 65536 bytes/],
  ])("is none where the host %s", async (_, answer, message) => {
    const { outcome } = await scanHost({ answer });
    expect(outcome).toMatchObject(failure("collect", message));
  });

  it("is none where the host complains without end", async () => {
    const { outcome } = await scanHost({ onExec: (channel) => channel.stderr.write("x".repeat(200_000)) });
    expect(outcome).toMatchObject(failure("collect", /answered more than 65536 bytes/));
  });

  it.each([
    ["refuses the session", "session"],
    ["hangs up once it has let the scan in", "ready"],
  ])("is none where the host %s", async (_, event) => {
    const { outcome } = await scanHost({
      onConnection: (connection) => void connection.prependListener(event, () => connection.end()),
    });
    expect(outcome).toMatchObject(failure("collect", /did not run the command/));
  });
});
