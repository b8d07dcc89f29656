import type { ServerResponse } from "node:http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failure } from "../test/scanning.ts";
import { scannedWindows } from "../test/windows-scanning.ts";
import { certificateGate } from "./testing/certificate.ts";
import { envelope, fault, identifyResponse, operatingSystem, page } from "./testing/wsman/answers.ts";
import type { WsManCall } from "./testing/wsman/server.ts";
import { MAX_ANSWER_BYTES } from "./wsman/http.ts";

const gate = certificateGate();

type Reply = (response: ServerResponse) => unknown;

/** Scans a fixture that answers Identify like this. */
const whoIdentifies = (reply: Reply, deadlineMs?: number) =>
  scannedWindows(
    {
      certificate: null,
      onCall: (_, response) => {
        reply(response);
        return true;
      },
    },
    deadlineMs === undefined ? {} : { deadlineMs },
  );

/** Scans a fixture that answers like this once it was logged in to. */
const whoTells = (reply: Reply) =>
  scannedWindows({
    onCall: ({ authorization }: WsManCall, response) => {
      if (authorization !== undefined) reply(response);
      return authorization !== undefined;
    },
  });

const LAUGHS = `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>`;
const XXE = `<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>`;

describe.skipIf(gate.skip)(gate.title("the answer of a fixture to Identify"), () => {
  it.each<[string, Reply, RegExp]>([
    ["is nothing", (response) => response.end(), /does not identify itself by WS-Man \(it answered 200\)/],
    ["is prose", (response) => response.end("<html><p>It works!"), /does not identify itself/],
    ["is a 401", (response) => response.writeHead(401).end(), /\(it answered 401\)/],
    [
      "leads elsewhere",
      (response) => response.writeHead(302, { Location: "http://127.0.0.1:1/wsman" }).end(),
      /\(it answered 302\)/,
    ],
    [
      "is of no Windows",
      (response) => response.end(identifyResponse("2.7.2", "Open\u0007wsman")),
      /made by Openwsman\.$/,
    ],
    [
      "is cut off",
      (response) => response.end(identifyResponse("OS: 1").slice(0, 300)),
      /does not identify itself/,
    ],
    ["is nested deeply", (response) => response.end("<a>".repeat(20_000)), /does not identify itself/],
    [
      "has entities",
      (response) => response.end(LAUGHS + identifyResponse("x", "&c;")),
      /does not identify itself/,
    ],
    [
      "has a foreign entity",
      (response) => response.end(XXE + identifyResponse("x", "&x;")),
      /does not identify/,
    ],
    ["does not end", flood, /answered more than 161792 bytes/],
    ["has headers without end", floodHeaders, /broke the connection \(HPE_HEADER_OVERFLOW\)/],
    ["is put off by interim ones", (response) => response.writeProcessing(), /sends interim responses/],
    [
      "changes the protocol",
      (response) =>
        response.socket?.write("HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"),
      /does not answer, but changes the protocol/,
    ],
    ["is no HTTP", (response) => response.socket?.end("220 ready\r\n"), /broke the connection \(HPE_/],
    ["is not given", (response) => response.socket?.destroy(), /broke the connection \(ECONNRESET\)/],
    [
      "breaks off",
      (response) => response.writeHead(200, { "Content-Length": 99 }).write("<", () => response.destroy()),
      /broke off its answer \(ECONNRESET\)/,
    ],
  ])("fails at collect where it %s", async (_, reply, message) => {
    const { outcome, host } = await whoIdentifies(reply);
    expect(outcome).toEqual({ ...failure("collect", message), keys: [] });
    expect(host.calls).toHaveLength(1);
  });

  it("is read where it comes in pieces", async () => {
    const { outcome } = await whoIdentifies((response) => {
      for (const piece of identifyResponse("OS: 6.3.9600 SP: 0.0 Stack: 3.0").match(/.{1,7}/g) ?? [])
        response.write(piece);
      response.end();
    });
    const facts = { os: "Windows 8.1 or Windows Server 2012 R2", version: "6.3.9600" };
    expect(outcome).toMatchObject({ ok: true, facts });
  });

  it("is waited for until the deadline", async () => {
    const { outcome } = await whoIdentifies((response) => response.write("<"), 200);
    expect(outcome).toMatchObject(failure("timeout", /after 0\.2 s, in phase/));
  });

  it("is a silence of the reading, not of TLS, where there is none", async () => {
    const { outcome } = await scannedWindows({ onCall: () => true }, { deadlineMs: 1_500 });
    expect(outcome).toMatchObject(failure("timeout", /in phase collect\.$/));
  });

  it("never makes a scan reject, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), fc.boolean(), async (text, framed) => {
        const body = framed ? envelope(text) : text;
        const { outcome } = await whoIdentifies((response) => response.end(body));
        expect(outcome).toMatchObject({ ok: false, failure: { phase: "collect" } });
      }),
      { numRuns: 50 },
    );
  });
});

describe.skipIf(gate.skip)(gate.title("the answer of a fixture to a login"), () => {
  it.each<[string, "auth" | "collect", Reply, RegExp]>([
    [
      "is a 403",
      "auth",
      (response) => response.writeHead(403).end(),
      /not to its operating system's account/,
    ],
    [
      "denies access",
      "auth",
      (response) => response.writeHead(500).end(fault("w:AccessDenied")),
      /not to its operating/,
    ],
    [
      "is a fault",
      "collect",
      (response) => response.writeHead(500).end(fault("w:TimedOut")),
      /\(TimedOut, 500\)/,
    ],
    [
      "is about something else",
      "collect",
      (response) => response.end(envelope("<a/>")),
      /\(it answered 200\)/,
    ],
    ["does not end", "collect", flood, /answered more than 161792 bytes/],
  ])("fails where it %s, at %s", async (_, phase, reply, message) => {
    const { outcome, host } = await whoTells(reply);
    expect(outcome).toMatchObject(failure(phase, message));
    expect(JSON.stringify(outcome)).not.toContain(host.password);
  });

  it("is cleaned and bounded", async () => {
    const properties = { Caption: `Windows\u202e${"x".repeat(300)}`, Version: "10.0.1&amp;", CSName: "a\tb" };
    const { outcome } = await whoTells((response) => response.end(operatingSystem(properties)));
    const facts = { name: "a b", os: `Windows${"x".repeat(248)}`, version: "10.0.1&" };
    expect(outcome).toMatchObject({ ok: true, facts });
  });
});

const DENIED = "Seen with limited rights: the host does not tell the account its domain and its role there.";
const untold = (cause: string) => `The host does not tell its domain and its role there (${cause}).`;

describe.skipIf(gate.skip)(gate.title("the answer of a fixture to what it is in its network"), () => {
  const whoSays = (reply: Reply) =>
    scannedWindows({
      onCall: ({ kind }: WsManCall, response) => {
        if (kind === "query") reply(response);
        return kind === "query";
      },
    });

  it.each<[string, Reply, string]>([
    ["is a 403", (response) => response.writeHead(403).end(), DENIED],
    ["denies access", (response) => response.writeHead(500).end(fault("w:AccessDenied")), DENIED],
    ["is silently nothing", (response) => response.end(page("Enumerate", [])), DENIED],
    ["tells no role", (response) => response.end(page("Enumerate", [{ Domain: "corp.example" }])), DENIED],
    [
      "is a fault",
      (response) => response.writeHead(500).end(fault("w:CannotProcessFilter")),
      untold("CannotProcessFilter, 500"),
    ],
    [
      "is another's",
      (response) => response.end(operatingSystem({ Version: "1" })),
      untold("it answered 200"),
    ],
    ["breaks off", (response) => response.socket?.destroy(), untold("it broke off")],
    [
      "has no end",
      (response) => response.end(page("Pull", [{ Domain: "corp.example" }], "uuid:1")),
      untold("it broke off"),
    ],
  ])("is done without where it %s, and that is told", async (_, reply, warning) => {
    const { outcome } = await whoSays(reply);
    expect(outcome).toMatchObject({ ok: true, facts: { name: "WIN-FIXTURE" }, warnings: [warning] });
    expect(outcome).not.toHaveProperty("facts.role");
  });

  it.each([
    ["0", "LAB", "workstation of the workgroup LAB"],
    ["5", "corp\u202e.example", "primary domain controller of corp.example"],
  ])("is read where it is %s", async (DomainRole, Domain, role) => {
    const { outcome } = await whoSays((response) =>
      response.end(page("Enumerate", [{ Domain, DomainRole }])),
    );
    expect(outcome).toMatchObject({ ok: true, facts: { role }, warnings: [] });
  });
});

function flood(response: ServerResponse): void {
  for (let sent = 0; sent <= 2 * MAX_ANSWER_BYTES; sent += 1_000) response.write("x".repeat(1_000));
}

function floodHeaders(response: ServerResponse): void {
  response.socket?.write(`HTTP/1.1 200 OK\r\n${"X-Filler: x\r\n".repeat(10_000)}`);
}
