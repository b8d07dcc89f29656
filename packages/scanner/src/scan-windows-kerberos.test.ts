import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { kerberosHere } from "../test/kerberos-here.ts";
import { failure, type Scanning, scanned } from "../test/scanning.ts";
import { type Kerberos, openKerberos } from "./kerberos/kerberos.ts";
import { makeCertificate } from "./testing/certificate.ts";
import { type Acceptor, acceptorGate, SKEWED, startAcceptor } from "./testing/negotiate/acceptor.ts";
import { sambaGate } from "./testing/samba/availability.ts";
import { type Samba, startSamba } from "./testing/samba/samba.ts";
import { operatingSystem, SERVER_2022 } from "./testing/wsman/answers.ts";

const gates = [sambaGate(), acceptorGate()] as const;
const gate = gates.find(({ skip }) => skip) ?? gates[0];

const HOST = "win1.ad.hostscan.test";
const NAME = `HTTP/${HOST}@AD.HOSTSCAN.TEST`;

let samba: Samba;
let acceptor: Acceptor;
let kerberos: Kerberos;
let skew: string;
beforeAll(async () => {
  if (gate.skip) return;
  samba = await startSamba();
  acceptor = await startAcceptor({
    ports: [
      { tls: await makeCertificate() },
      {},
      { quirk: "unproved" },
      { quirk: "tampered" },
      { quirk: "skewed" },
      { quirk: "replayed", answers: [["Win32_", 200, operatingSystem(SERVER_2022)]] },
      { quirk: "signed" },
    ],
    kerberos: { configuration: samba.krb5Config, keytab: samba.keytabs.member },
  });
  skew = join(await mkdtemp(join(tmpdir(), "hostscan-test-skew-")), "krb5.conf");
  await writeFile(skew, SKEWED);
  kerberos = await kerberosHere(samba.krb5Config);
});
afterAll(async () => {
  await kerberos?.close();
  await acceptor?.[Symbol.asyncDispose]();
  await samba?.stop();
  if (!gate.skip) await rm(dirname(skew), { recursive: true });
});
// What one test has brought about is none of the next one's.
afterEach(async () => void (await acceptor?.events()));

/** Scans a port of the acceptor as a member of the domain: by its name, at its address. */
async function scannedMember(index: number, scanning: Scanning & { readonly dnsName?: string }) {
  const events: string[] = [];
  const kind = index === 0 ? "winrmTls" : "winrm";
  const outcome = await scanned({
    platform: "windows",
    host: "127.0.0.1",
    dnsName: HOST,
    ports: { [kind]: acceptor.ports[index] ?? 0 },
    windows: { kerberos },
    trust: { acceptFirstDiscovery: index === 0 },
    beforeLogin: async () => {
      events.push("leave");
      return { ok: true };
    },
    onLogin: () => events.push("let in"),
    onRefusal: (by) => events.push(`refused by ${by}`),
    onUntold: () => events.push("told nobody"),
    ...scanning,
  });
  return { outcome, events };
}

type Account = keyof Samba["accounts"];

const account = (name: Account, password?: string) => ({
  username: `${samba.accounts[name].name}@ad.hostscan.test`,
  password: password ?? samba.accounts[name].password,
});

describe.skipIf(gate.skip)(gate.title("a member of a domain, by MIT's library, its HTTP a fixture"), () => {
  it("is logged in to without TLS or a thumbprint: it proves its name, and what is said is sealed", async () => {
    const { outcome, events } = await scannedMember(1, { credential: account("scan") });
    const key = { protocol: "kerberos", thumbprint: NAME, algorithm: "kerberos" };
    expect(outcome).toMatchObject({ ok: true, facts: { name: "WIN-FIXTURE" }, warnings: [] });
    expect(outcome).toMatchObject({ keys: [key], pins: [key] });
    expect(events).toEqual(["leave", "let in"]);
    const told = await acceptor.events();
    const login = { event: "login", user: "scan@AD.HOSTSCAN.TEST", kerberos: true, bound: false };
    expect(told).toContainEqual(login);
    const asked = told.filter(({ event }) => event === "asked");
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.every((event) => "sealed" in event && event.sealed)).toBe(true);
  });

  it("is logged in to over TLS, tied to its certificate", async () => {
    const { outcome } = await scannedMember(0, { credential: account("umlaut") });
    expect(outcome).toMatchObject({ ok: true, facts: { name: "WIN-FIXTURE" }, warnings: [] });
    const protocols = outcome.keys.map(({ protocol }) => protocol);
    expect(protocols).toEqual(["winrm", "kerberos"]);
    const logins = (await acceptor.events()).filter(({ event }) => event === "login");
    expect(logins).toEqual([expect.objectContaining({ kerberos: true, bound: true })]);
  });

  it("is logged in to by a keytab, of which no file is left", async () => {
    const keytab = (await readFile(samba.keytabs.scan)).toString("base64");
    const memory = await mkdtemp("/dev/shm/hostscan-test-");
    const own = openKerberos({ configuration: samba.krb5Config, memory });
    const credential = { username: "scan@ad.hostscan.test", keytab };
    const { outcome } = await scannedMember(1, { credential, windows: { kerberos: own } });
    expect(outcome).toMatchObject({ ok: true, facts: { name: "WIN-FIXTURE" }, warnings: [] });
    const [folder = ""] = await readdir(memory);
    expect(await readdir(join(memory, folder))).toEqual(["configuration", "krb5.conf"]);
    await own.close();
    expect(await readdir(memory)).toEqual([]);
    await rm(memory, { recursive: true });
  });

  it("must go on proving the name that it is known by", async () => {
    const trusted = { kerberos: "HTTP/other@AD.HOSTSCAN.TEST" };
    const credential = account("scan");
    const { outcome } = await scannedMember(1, { credential, trust: { trusted } });
    const message = `The host proved to be ${NAME}, but ${trusted.kerberos} is trusted.`;
    expect(outcome).toMatchObject({ ok: false, failure: { phase: "hostkey", message } });

    const warned = await scannedMember(1, { credential, trust: { trusted, onMismatch: "warn" } });
    expect(warned.outcome).toMatchObject({ ok: true, pins: [], warnings: [message] });
    const known = await scannedMember(1, { credential, trust: { trusted: { kerberos: NAME } } });
    expect(known.outcome).toMatchObject({ ok: true, pins: [], warnings: [] });
  });

  it.each<[string, number, string, RegExp]>([
    ["has not proved itself", 2, "hostkey", /has not proved by Kerberos that it is win1\.ad\.hostscan\.test/],
    ["seals what was changed", 3, "collect", /was changed on its way, or is none of its own/],
    ["signs what it does not seal", 6, "collect", /was changed on its way, or is none of its own/],
  ])("is none where it %s", async (_, port, phase, message) => {
    const { outcome, events } = await scannedMember(port, { credential: account("scan") });
    expect(outcome).toMatchObject(failure(phase, message));
    expect(events).not.toContain("refused by host");
  });

  it("is not told again what it has told: each sealed message is the next one", async () => {
    const { outcome } = await scannedMember(5, { credential: account("scan") });
    const warning = "The host does not tell its domain and its role there (it broke off).";
    expect(outcome).toMatchObject({ ok: true, facts: { name: "WIN-FIXTURE" }, warnings: [warning] });
  });

  it.each<[string, Account, string | undefined, RegExp]>([
    ["has another password", "scan", "hunter2", /: the secret of the account is another\.$/],
    ["is disabled", "disabled", undefined, /: the account is locked, disabled or expired/],
    ["is locked", "locked", undefined, /: the account is locked, disabled or expired/],
    ["has expired", "expired", undefined, /: the account is locked, disabled or expired/],
    ["has to change its password", "mustChange", undefined, /: the account or its password has expired\.$/],
    ["is not to be used at this hour", "noHours", undefined, /: the account is locked, disabled or expired/],
  ])(
    "is told nothing of an account that %s: its KDC refuses it, once",
    async (_, name, password, message) => {
      const windows = { kerberos, ntlmWithoutTls: true };
      const { outcome, events } = await scannedMember(1, { credential: account(name, password), windows });
      expect(outcome).toMatchObject(failure("auth", message));
      expect(outcome).toMatchObject(failure("auth", /^The KDC of AD\.HOSTSCAN\.TEST refused the login: /));
      expect(events).toEqual(["leave", "refused by kdc"]);
      expect((await acceptor.events()).filter(({ event }) => event === "token")).toEqual([]);
    },
  );

  it("is told nothing of an account that there is not", async () => {
    const credential = { username: "nobody@ad.hostscan.test", password: "hunter2" };
    const { outcome, events } = await scannedMember(1, { credential });
    expect(outcome).toMatchObject(failure("auth", /: there is no such account\.$/));
    expect(events).toEqual(["leave", "refused by kdc"]);
  });

  it("is no member where the KDC knows no host of its name", async () => {
    const asked = { credential: account("scan"), dnsName: "win9.ad.hostscan.test" };
    const { outcome, events } = await scannedMember(1, asked);
    expect(outcome).toMatchObject(failure("kdc", /knows no host HTTP\/win9\.ad\.hostscan\.test/));
    expect(events).toEqual(["leave", "told nobody"]);
  });

  it("fails at kdc where none is known, or goes on by NTLM over TLS", async () => {
    const credential = { username: "scan@no.such.realm", password: "hunter2" };
    const { outcome, events } = await scannedMember(1, { credential });
    expect(outcome).toMatchObject(failure("kdc", /no KDC of NO\.SUCH\.REALM is to be reached/));
    expect(events).toEqual(["leave", "told nobody"]);

    const overTls = await scannedMember(0, { credential });
    expect(overTls.outcome).toMatchObject(failure("auth", /^The host refused the login by NTLM\.$/));
    expect(overTls.events).toEqual(["leave", "refused by host"]);
  });

  it("fails at kdc where our clock is another than the KDC's", async () => {
    const own = openKerberos({ configuration: `${skew}:${samba.krb5Config}` });
    const asked = { credential: account("scan"), windows: { kerberos: own } };
    const { outcome, events } = await scannedMember(1, asked);
    await own.close();
    expect(outcome).toMatchObject(failure("kdc", /the clock here and those of AD\.HOSTSCAN\.TEST differ/));
    expect(events).toEqual(["leave", "told nobody"]);
  });

  it("fails at kdc where the host's clock is another", async () => {
    const keytab = (await readFile(samba.keytabs.scan)).toString("base64");
    const credential = { username: "scan@ad.hostscan.test", keytab };
    const { outcome, events } = await scannedMember(4, { credential });
    expect(outcome).toMatchObject(failure("kdc", /the clock here and those of AD\.HOSTSCAN\.TEST differ/));
    expect(events).toEqual(["leave", "told nobody"]);
  });

  it("is told no login where the library is not there: what it takes is told", async () => {
    const absent = await kerberosHere(samba.krb5Config, "libgssapi_krb5.so.none");
    const asked = { credential: account("scan"), windows: { kerberos: absent } };
    const { outcome, events } = await scannedMember(1, asked);
    await absent.close();
    const told =
      /not logged in to: .*takes the npm package koffi and MIT's library libgssapi_krb5\.so\.2 \(Debian: apt/;
    expect(outcome).toMatchObject({ ok: true, warnings: [expect.stringMatching(told)] });
    expect(events).toEqual(["leave", "told nobody"]);
  });

  it.each<[string, Scanning & { readonly dnsName?: string }, string]>([
    ["by its address", { dnsName: "" }, "a host that is known by its DNS name"],
    ["where Kerberos is not spoken", { windows: {} }, "Kerberos"],
  ])("is told no login without TLS %s: what it takes is told", async (_, asked, takes) => {
    const { outcome, events } = await scannedMember(1, { credential: account("scan"), ...asked });
    const warning = `The host was not logged in to: it offers WS-Man without TLS only, which takes ${takes}.`;
    expect(outcome).toMatchObject({ ok: true, warnings: [warning] });
    expect(events).toEqual([]);
  });

  it("is told no login where leave is refused, and its KDC neither", async () => {
    const beforeLogin = async () => ({ ok: false, message: "It is paused." }) as const;
    const { outcome, events } = await scannedMember(1, { credential: account("reader"), beforeLogin });
    expect(outcome).toMatchObject(failure("auth", /^It is paused\.$/));
    expect(events).toEqual([]);
  });

  it("is told no login any more where that is not let at the last moment", async () => {
    let asked = 0;
    const mayLogIn = async () => {
      asked += 1;
      return asked < 3 ? ({ ok: true } as const) : ({ ok: false, message: "Not any more." } as const);
    };
    const { outcome } = await scannedMember(1, { credential: account("scan"), mayLogIn });
    expect(outcome).toMatchObject(failure("denied", /^Not any more\.$/));
    expect((await acceptor.events()).filter(({ event }) => event === "token")).toEqual([]);
  });

  it("is scanned by others, and then again, where what speaks Kerberos has ended meanwhile", async () => {
    const own = openKerberos({ configuration: samba.krb5Config });
    const windows = { kerberos: own };
    const credential = account("scan");
    const crashed = await scannedMember(1, {
      credential,
      windows,
      mayLogIn: async () => {
        await own.close();
        return { ok: true };
      },
    });
    expect(crashed.outcome).toMatchObject(failure("collect", /The process that speaks Kerberos has ended/));
    expect(crashed.events).toEqual(["leave"]);
    const again = await scannedMember(1, { credential, windows });
    expect(again.outcome).toMatchObject({ ok: true, facts: { name: "WIN-FIXTURE" } });
    await own.close();
  });
});
