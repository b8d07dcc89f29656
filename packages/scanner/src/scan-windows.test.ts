import { describe, expect, it } from "vitest";
import { failure, failureShowing, scanned } from "../test/scanning.ts";
import { scannedWindows } from "../test/windows-scanning.ts";
import { certificateGate } from "./testing/certificate.ts";
import { startFixtureTcpServer } from "./testing/fixture/tcp.ts";
import { operatingSystem, SERVER_2022 } from "./testing/wsman/answers.ts";

const gate = certificateGate();

const WINDOWS = { os: "Windows", version: "", name: "127.0.0.1", ipAddress: "127.0.0.1" };

describe.skipIf(gate.skip)(gate.title("a fixture that passes for a Windows"), () => {
  it("is asked with a login over TLS, on one connection", async () => {
    const { outcome, host } = await scannedWindows();
    const key = { protocol: "winrm", thumbprint: host.thumbprint, algorithm: "ec-prime256v1" };
    expect(outcome).toEqual({
      ok: true,
      facts: {
        name: "WIN-FIXTURE",
        os: "Microsoft Windows Server 2022 Standard",
        version: "10.0.20348",
        ipAddress: "127.0.0.1",
        role: "server of the domain corp.example",
      },
      keys: [key],
      pins: [key],
      warnings: [],
    });
    expect(host.calls.map(({ kind, connection }) => [kind, connection])).toEqual([
      ["identify", 1],
      ["get", 1],
      ["get", 1],
      ["query", 1],
    ]);
    const told = host.calls.map(({ authorization }) => authorization !== undefined);
    expect(told).toEqual([false, false, true, true]);
  });

  it("is sent no login before leave is given, and none where it is refused", async () => {
    const events: string[] = [];
    const beforeLogin = async () => {
      events.push("asked");
      return { ok: true } as const;
    };
    const { outcome } = await scannedWindows(
      { onCall: ({ authorization }) => void events.push(authorization === undefined ? "call" : "login") },
      { beforeLogin, onLogin: () => events.push("let in") },
    );
    expect(outcome.ok).toBe(true);
    expect(events).toEqual(["call", "call", "asked", "login", "let in", "login"]);

    const refused = await scannedWindows(
      {},
      { beforeLogin: async () => ({ ok: false, message: "It is paused." }) },
    );
    expect(refused.outcome).toMatchObject(failure("auth", /^It is paused\.$/));
    expect(refused.host.calls.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  it("is asked on as many connections as it wants, and must show the same certificate on each", async () => {
    const { outcome, host } = await scannedWindows({
      onCall: (_, response) => void response.setHeader("Connection", "close"),
    });
    expect(outcome).toMatchObject({ ok: true, facts: { name: "WIN-FIXTURE" } });
    expect(host.calls.map(({ connection }) => connection)).toEqual([1, 2, 3, 4]);
  });

  it("is told no credential where it has no TLS, and tells what it tells everybody", async () => {
    const { outcome, host } = await scannedWindows({ certificate: null });
    const warnings = [
      "The host was not logged in to: it offers WS-Man without TLS only, which takes an account of a realm (user@corp.example).",
    ];
    expect(outcome).toEqual({ ok: true, facts: WINDOWS, keys: [], pins: [], warnings });
    expect(host.calls).toMatchObject([{ kind: "identify", authorization: undefined, connection: 1 }]);
  });

  it("is believed nothing more where it has no TLS and asks for no login", async () => {
    const { outcome, host } = await scannedWindows(
      {
        certificate: null,
        onCall: ({ kind }, response) => {
          if (kind === "identify") return false;
          response.end(operatingSystem(SERVER_2022));
          return true;
        },
      },
      { windows: { ntlmWithoutTls: true } },
    );
    const warnings = ["The host was not logged in to: it asks for no login."];
    expect(outcome).toEqual({ ok: true, facts: WINDOWS, keys: [], pins: [], warnings });
    expect(host.calls.map(({ kind }) => kind)).toEqual(["identify", "get"]);
  });

  it("is named by its build where it tells that to everybody", async () => {
    const version = "OS: 10.0.20348 SP: 0.0 Stack: 3.0";
    const { outcome } = await scannedWindows({ certificate: null, version });
    const facts = { ...WINDOWS, os: "Windows Server 2022", version: "10.0.20348" };
    expect(outcome).toMatchObject({ ok: true, facts });
  });

  it.each([
    [
      "it takes Negotiate, Kerberos; the account names no realm of Kerberos; it takes no NTLM",
      ["Negotiate", "Kerberos"],
    ],
    ["it takes Kerberos; the account names no realm of Kerberos", ["Kerberos"]],
    ["it takes no login that is known", ["Digest realm=basic"]],
  ])("is told no credential where %s", async (reason, challenges) => {
    const events: string[] = [];
    const { outcome, host } = await scannedWindows(
      { challenges },
      {
        beforeLogin: async () => {
          events.push("asked");
          return { ok: true };
        },
      },
    );
    expect(outcome).toMatchObject({
      ok: true,
      facts: WINDOWS,
      warnings: [`The host was not logged in to: ${reason}.`],
    });
    expect(events).toEqual([]);
    const told = host.calls.filter(({ authorization }) => authorization !== undefined);
    expect(told).toHaveLength(challenges.includes("Negotiate") ? 1 : 0);
  });

  it("is told a login by Basic where it offers Negotiate, but takes no NTLM", async () => {
    const { outcome, host } = await scannedWindows({ challenges: ["Negotiate", 'Basic realm="WSMAN"'] });
    expect(outcome).toMatchObject({ ok: true, facts: { name: "WIN-FIXTURE" }, warnings: [] });
    const schemes = host.calls.flatMap(({ authorization }) => authorization?.split(" ")[0] ?? []);
    expect(schemes).toEqual(["Negotiate", "Basic", "Basic"]);
  });

  it.each([
    ["holds no password", { username: "svc-scan", privateKey: "a key" }],
    ["'s user name holds a colon", { username: "svc:scan", password: "hunter2" }],
  ])("is told no credential where that %s", async (reason, credential) => {
    const { outcome, host } = await scannedWindows({}, { credential });
    expect(outcome).toMatchObject({ ok: true, warnings: [expect.stringContaining(reason)] });
    expect(host.calls.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  it("fails at auth with a wrong password, in words that do not hold it", async () => {
    const credential = { username: "svc-scan", password: "hunter2" };
    const { outcome, host } = await scannedWindows({}, { credential });
    const keys = [expect.objectContaining({ thumbprint: host.thumbprint })];
    expect(outcome).toEqual({ ...failure("auth", /^The host refused the login by Basic\.$/), keys });
    expect(JSON.stringify(outcome)).not.toMatch(/hunter2|aHVudGVyMg/);
    expect(host.calls.filter(({ authorization }) => authorization !== undefined)).toHaveLength(1);
  });

  it("is read without a login where it asks for none", async () => {
    const { outcome, host } = await scannedWindows({
      onCall: ({ kind }, response) => {
        if (kind === "get") response.end(operatingSystem(SERVER_2022));
        return kind === "get";
      },
    });
    expect(outcome).toMatchObject({ ok: true, facts: { name: "WIN-FIXTURE" } });
    expect(host.calls.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  it("is left at once where the scan is called off, whatever it was doing", async () => {
    const caller = new AbortController();
    const { outcome } = await scannedWindows(
      {
        onCall: ({ authorization }) => {
          if (authorization !== undefined) caller.abort();
          return authorization !== undefined;
        },
      },
      { signal: caller.signal },
    );
    expect(outcome).toMatchObject(failure("aborted", /called off/));
  });

  it("is left at the deadline where it takes the connection and stays silent", async () => {
    await using silent = await startFixtureTcpServer();
    const ports = { winrmTls: silent.port };
    const outcome = await scanned({ platform: "windows", ports, deadlineMs: 100 });
    expect(outcome).toEqual(failureShowing([], "timeout", /after 0\.1 s, in phase (?:tcp|tls)/));
    await silent.untilDeserted();
  });

  it("fails at tls where it speaks something else on that port", async () => {
    await using other = await startFixtureTcpServer((socket) => socket.end("220 ready\r\n"));
    const outcome = await scanned({ platform: "windows", ports: { winrmTls: other.port } });
    expect(outcome).toEqual(failureShowing([], "tls", /^The TLS handshake failed \(/));
  });

  it("fails at tcp where neither port is open", async () => {
    const both = /^Could not connect to 127\.0\.0\.1 port 1 \(ECONNREFUSED\)\. Could not connect to .+\.$/;
    expect(await scanned({ platform: "windows" })).toEqual(failureShowing([], "tcp", both));
  });
});
