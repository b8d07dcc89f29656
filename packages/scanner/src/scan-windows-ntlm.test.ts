import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { relayTo } from "../test/relay.ts";
import { failure, type Scanning, scanned } from "../test/scanning.ts";
import { scannedAcceptor } from "../test/windows-scanning.ts";
import { makeCertificate, type SelfSigned } from "./testing/certificate.ts";
import {
  type Acceptor,
  type AcceptorEvent,
  acceptorGate,
  startAcceptor,
} from "./testing/negotiate/acceptor.ts";
import { fault } from "./testing/wsman/answers.ts";
import { startFixtureWsMan } from "./testing/wsman/server.ts";

const gate = acceptorGate();

const PASSWORD = "Sc4n-Pässw0rd-€!";
const LOCAL = { username: "scan", password: PASSWORD };
const ALLOWED = { ntlmWithoutTls: true };

const TLS = [0, "winrmTls"] as const;
const PLAIN = [1, "winrm"] as const;

let certificate: SelfSigned;
let acceptor: Acceptor;
beforeAll(async () => {
  if (gate.skip) return;
  certificate = await makeCertificate();
  acceptor = await startAcceptor({
    ports: [
      { tls: certificate },
      {},
      { quirk: "unsealed" },
      { quirk: "tampered" },
      { quirk: "breaks" },
      { quirk: "closes" },
      { answers: [["Win32_OperatingSystem", 500, fault("w:AccessDenied")]] },
    ],
    users: [`:scan:${PASSWORD}`, `CORP:scan:${PASSWORD}`],
  });
});
afterAll(async () => await acceptor?.[Symbol.asyncDispose]());

const logins = (events: readonly AcceptorEvent[]) => events.filter(({ event }) => event === "login");

// What one test has brought about is none of the next one's.
afterEach(async () => {
  await acceptor?.events();
});

/** What the caller is asked and told, in its order. */
function heard(): { events: string[]; hooks: Scanning } {
  const events: string[] = [];
  const ok = { ok: true } as const;
  const hooks: Scanning = {
    beforeLogin: async () => {
      events.push("leave");
      return ok;
    },
    onLogin: () => events.push("let in"),
    onRefusal: (by) => events.push(`refused by ${by}`),
    onUntold: () => events.push("told nobody"),
  };
  return { events, hooks };
}

describe.skipIf(gate.skip)(gate.title("an acceptor by gss-ntlmssp, its HTTP a fixture"), () => {
  it("lets a login by NTLM in over TLS, tied to its certificate", async () => {
    const { events, hooks } = heard();
    const outcome = await scannedAcceptor(acceptor, TLS, { credential: LOCAL, ...hooks });
    expect(outcome).toMatchObject({ ok: true, facts: { name: "WIN-FIXTURE" }, warnings: [] });
    expect(events).toEqual(["leave", "let in"]);
    const told = await acceptor.events();
    expect(logins(told)).toEqual([{ event: "login", user: "scan", kerberos: false, bound: true }]);
    expect(told.find(({ event }) => event === "asked")).toMatchObject({ sealed: false });
  });

  it("lets an account of a domain in", async () => {
    const credential = { username: "CORP\\scan", password: PASSWORD };
    expect(await scannedAcceptor(acceptor, TLS, { credential })).toMatchObject({ ok: true, warnings: [] });
    expect(logins(await acceptor.events())).toEqual([expect.objectContaining({ user: "CORP\\scan" })]);
  });

  it("refuses a wrong password, which the scan tells once", async () => {
    const { events, hooks } = heard();
    const credential = { username: "scan", password: "hunter2" };
    const outcome = await scannedAcceptor(acceptor, TLS, { credential, ...hooks });
    expect(outcome).toMatchObject(failure("auth", /^The host refused the login by NTLM\.$/));
    expect(events).toEqual(["leave", "refused by host"]);
    expect((await acceptor.events()).filter(({ event }) => event === "token")).toHaveLength(2);
    expect(JSON.stringify(outcome)).not.toContain("hunter2");
  });

  it("is told no login without TLS, unless the installation says so", async () => {
    const outcome = await scannedAcceptor(acceptor, PLAIN, { credential: LOCAL });
    const warnings = [
      "The host was not logged in to: it offers WS-Man without TLS only, which takes an account of a realm (user@corp.example).",
    ];
    expect(outcome).toMatchObject({ ok: true, facts: { version: "" }, warnings });
    expect(await acceptor.events()).toEqual([]);
  });

  it("is told one then, and answers what is sealed", async () => {
    const outcome = await scannedAcceptor(acceptor, PLAIN, { credential: LOCAL, windows: ALLOWED });
    expect(outcome).toMatchObject({ ok: true, facts: { name: "WIN-FIXTURE" }, warnings: [] });
    const events = await acceptor.events();
    expect(logins(events)).toHaveLength(1);
    const asked = events.filter(({ event }) => event === "asked");
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.every((event) => "sealed" in event && event.sealed)).toBe(true);
  });

  it.each<[string, number, string, RegExp]>([
    ["answers unsealed", 2, "collect", /answered 200, and what it said is not sealed/],
    ["seals what was changed", 3, "collect", /was changed on its way, or is none of its own/],
    ["breaks off before it is told the login", 4, "collect", /broke the connection/],
    ["breaks off when it is told", 5, "auth", /broke the connection/],
    ["does not tell the account", 6, "auth", /not to its operating system's account/],
  ])("is no host of ours where it %s", async (_, port, phase, message) => {
    const { events, hooks } = heard();
    const asked = { credential: LOCAL, windows: ALLOWED, ...hooks };
    const outcome = await scannedAcceptor(acceptor, [port, "winrm"], asked);
    expect(outcome).toMatchObject(failure(phase, message));
    expect(events).not.toContain("refused by host");
    expect(events.filter((event) => event === "leave")).toHaveLength(port === 4 ? 0 : 1);
  });

  it("refuses a login that another host was told: it is tied to that one's certificate", async () => {
    const relay = relayTo(acceptor.ports[0] ?? 0);
    await using other = await startFixtureWsMan({
      challenges: ["Negotiate"],
      onCall: ({ authorization }, response) => {
        if (authorization === undefined) return false;
        relay.pass(authorization).then((answer) => {
          response.writeHead(401, { "WWW-Authenticate": [...answer] }).end();
        });
        return true;
      },
    });
    const { events, hooks } = heard();
    const ports = { winrmTls: other.port };
    const outcome = await scanned({ platform: "windows", ports, credential: LOCAL, ...hooks });
    relay.close();
    expect(outcome).toMatchObject(failure("auth", /refused the login by NTLM/));
    expect(events).toEqual(["leave", "refused by host"]);
    const told = await acceptor.events();
    expect(told.map(({ event }) => event)).toEqual(["token", "token", "refused"]);
  });

  it("lets nobody in with what was overheard", async () => {
    await scannedAcceptor(acceptor, TLS, { credential: LOCAL });
    const overheard = (await acceptor.events()).flatMap((event) => ("token" in event ? [event.token] : []));
    expect(overheard).toHaveLength(2);
    const relay = relayTo(acceptor.ports[0] ?? 0);
    const answers: (readonly string[])[] = [];
    for (const token of overheard) answers.push(await relay.pass(`Negotiate ${token}`));
    relay.close();
    expect(answers[0]?.[0]).toMatch(/^Negotiate \S{100}/);
    expect(answers[1]).toEqual(["Negotiate", "Kerberos"]);
    expect(logins(await acceptor.events())).toEqual([]);
  });
});
