import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { getCACertificates } from "node:tls";
import {
  type FixtureLdapOptions,
  LDAP,
  ldapEntry,
  ldapResult,
  startFixtureLdap,
} from "@hostscan/directory/testing";
import { certificateGate, makeCertificate } from "@hostscan/scanner/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { served } from "./fixture-server.ts";
import { hostscan, startHostscan, testFolder } from "./hostscan.ts";

const gate = certificateGate();
const certificate = gate.skip ? undefined : await makeCertificate();
const BASE = "OU=Servers,DC=example,DC=test";
const CREDENTIAL = ["--credential-id", "9c711ab3-8fc1-4d66-88d4-08f85117f32e"];

/** A fixture directory, a fixture server, and what a command is called with to use both. */
async function environment(fixture: FixtureLdapOptions = {}) {
  const directory = await startFixtureLdap({ ...(certificate && { certificate }), ...fixture });
  onTestFinished(() => directory.stop());
  const { env, jobs } = await served();
  const login = { HOSTSCAN_DIRECTORY_USER: "reader@example.test", HOSTSCAN_DIRECTORY_PASSWORD: "R3ad!" };
  const named = ["--server", directory.url, "--fingerprint", directory.thumbprint, "--base", BASE];
  return { directory, jobs, env: { ...env, ...login }, login, named };
}

/** Answers a search with entries of these attributes. */
const entries = (...all: Readonly<Record<string, string>>[]): FixtureLdapOptions => ({
  onCall: ({ id, operation }, socket) => {
    if (operation !== LDAP.search) return undefined;
    const found = all.map((attributes) => ldapEntry(id, `CN=x,${BASE}`, attributes));
    socket.write(Buffer.concat([...found, ldapResult(id, LDAP.searchDone)]));
    return true;
  },
});

describe.skipIf(gate.skip)(gate.title("ou, against a directory that is a fixture"), () => {
  it("scan schedules the computers of a unit in batches, by the call for units", async () => {
    const { env, jobs, named } = await environment({ computers: 10_001 });
    const { code, out, err } = await hostscan(["ou", "scan", ...named, ...CREDENTIAL], { env });
    expect({ code, sizes: jobs.sizes }).toEqual({ code: 0, sizes: [10_000, 1] });
    expect(out.split("\n")[0]).toBe(`Job ${jobs.jobs[0]?.id}  Queued  10000 hosts`);
    expect(err).toContain(`10001 hosts of ${BASE}\n`);
    expect(err).toContain(`hostscan watch ${jobs.jobs[1]?.id}`);
    expect(jobs.jobs[0]?.hostScanHostStatus?.[0]).toMatchObject({ dnsHostName: "host-0.example.test" });
  });

  it("scan that breaks off says what was scheduled, and how to go on", async () => {
    const { env, jobs, named } = await environment({ computers: 10_001 });
    const schedule = jobs.scanOrganizationalUnit;
    const repeated = ["ou", "scan", ...named, ...CREDENTIAL, "--idempotency-key", "night"];
    jobs.scanOrganizationalUnit = (...call) =>
      jobs.jobs.length === 0
        ? schedule(...call)
        : Promise.resolve({
            ok: false,
            rejection: {
              kind: "invalid",
              detail: "The request is invalid.",
              errors: [{ path: "/0", message: "is too much" }],
            },
          });
    const { code, err } = await hostscan(repeated, { env });
    expect(code).toBe(64);
    expect(err).toContain("host-9999.example.test: is too much");
    expect(err).toContain("repeat the command with --idempotency-key night, and nothing is scheduled twice");
    expect(err).toContain(`the job goes on:\n  hostscan watch ${jobs.jobs[0]?.id}`);
    jobs.scanOrganizationalUnit = schedule;
    expect(await hostscan(repeated, { env })).toMatchObject({ code: 0 });
    expect(jobs.keys).toEqual(["night.1", "night.1", "night.2"]);
  });

  it("scan leaves out what DNS takes no name of, and names nobody twice", async () => {
    const { env, jobs, named } = await environment(
      entries(
        { name: "B", dNSHostName: "b.example.test" },
        { name: "C2", dNSHostName: "B.example.test" },
        { name: "a" },
        { name: "Lab, 1" },
        { name: "e", dNSHostName: "e\u001B[2J.example.test" },
      ),
    );
    const { code, err } = await hostscan(["ou", "scan", ...named, ...CREDENTIAL], { env });
    expect(code).toBe(0);
    expect(err).toContain("Left out, for DNS takes no such name: Lab, 1, e");
    expect(err).not.toContain("\u001B");
    const hosts = jobs.jobs[0]?.hostScanHostStatus ?? [];
    expect(hosts.map(({ dnsHostName }) => dnsHostName)).toEqual(["a", "b.example.test"]);
  });

  it("scan --dry-run tells the computers and schedules nothing, without a server", async () => {
    const { login, jobs, named } = await environment(
      entries({
        name: "a",
        dNSHostName: "a.example.test",
        operatingSystem: "Windows Server 2022",
        userAccountControl: "4098",
        lastLogonTimestamp: "134300000000000000",
      }),
    );
    const command = ["ou", "scan", ...named, "--dry-run"];
    const shown = await hostscan(command, { env: login });
    expect(shown).toEqual({
      code: 0,
      out: [
        "HOST            OPERATING SYSTEM     LAST LOGON  STATE",
        "a.example.test  Windows Server 2022  2026-07-31  disabled",
        "",
      ].join("\n"),
      err: "",
    });
    const { out } = await hostscan([...command, "--json"], { env: login });
    expect(JSON.parse(out)).toMatchObject([{ host: "a.example.test", name: "a", enabled: false }]);
    const wide = await hostscan([...command, "-o", "wide"], { env: login });
    expect(wide.out).toContain(`CN=x,${BASE}`);
    expect(jobs.jobs).toEqual([]);
  });

  it("scan --dry-run tells what has no name in DNS, and of which little is known", async () => {
    const { login, named } = await environment(
      entries(
        { name: "Lab, 1" },
        { name: "b", dNSHostName: "b b.test" },
        { name: "c", dNSHostName: "127.0.0.1", operatingSystem: "x".repeat(999) },
      ),
    );
    const command = ["ou", "scan", ...named, "--dry-run"];
    const { out } = await hostscan(command, { env: login });
    expect(out).toMatch(
      /^\(Lab, 1\) +- +- +enabled\n\(b b\.test\) +- +- +enabled\n\(127\.0\.0\.1\) +x{79}… +- +enabled\n$/m,
    );
    const { out: json } = await hostscan([...command, "--jq", ".[].host"], { env: login });
    expect(json).toBe("null\nnull\nnull\n");
  });

  it("scan of one host trusts the authority of a file for the server as well", async () => {
    const { env, jobs, named } = await environment({ computers: 1 });
    const file = join(await testFolder(), "ca.pem");
    const { cert } = await makeCertificate();
    await writeFile(file, cert);
    const command = ["ou", "scan", ...named, ...CREDENTIAL, "--ca-file", file];
    const { code, err } = await hostscan(command, { env });
    expect([code, err]).toEqual([0, expect.stringContaining(`1 host of ${BASE}\n`)]);
    expect(jobs.sizes).toEqual([1]);
    expect(getCACertificates("default").map((pem) => pem.trim())).toContain(cert.trim());
  });

  it("scan of a unit that is empty schedules nothing", async () => {
    const { env, jobs, named } = await environment();
    const command = ["ou", "scan", ...named, ...CREDENTIAL];
    expect(await hostscan(command, { env })).toEqual({ code: 0, out: "", err: `0 hosts of ${BASE}\n` });
    const { out } = await hostscan([...command, "--json"], { env });
    expect(JSON.parse(out)).toEqual({ outcome: "Success", jobs: [] });
    const dry = await hostscan([...command, "--dry-run"], { env });
    expect(dry).toEqual({ code: 0, out: "", err: "There are no such computers.\n" });
    expect(jobs.jobs).toEqual([]);
  });

  it("scan asks the directory for what its flags say", async () => {
    const { login, directory, named } = await environment();
    const flags = ["--one-level", "--include-disabled", "--last-logon-within", "30d"];
    for (const since of ["2026-11-01", "2026-11-01T10:30:00Z", "7d"]) {
      const command = ["ou", "scan", ...named, "--dry-run", ...flags, "--changed-since", since];
      expect(await hostscan(command, { env: login })).toMatchObject({ code: 0 });
    }
    const searches = directory.calls.filter(({ operation }) => operation === LDAP.search);
    expect(searches).toHaveLength(3);
    const [first, second] = searches.map(({ bytes }) => bytes.toString("latin1"));
    expect(first).toMatch(/whenChanged.*20261101000000\.0Z/s);
    expect(first).toContain("lastLogonTimestamp");
    expect(first).not.toContain("1.2.840.113556.1.4.803");
    expect(second).toContain("20261101103000.0Z");
  });

  it("list tells the units, of the whole domain or below a base", async () => {
    const { login, directory } = await environment({
      onCall: ({ id, operation, bytes }, socket) => {
        if (operation !== LDAP.search) return undefined;
        const attributes = bytes.includes("defaultNamingContext")
          ? { defaultNamingContext: "DC=example,DC=test" }
          : { ou: "Servers", description: "ours" };
        const found = [ldapEntry(id, BASE, attributes), ldapEntry(id, `OU=x,${BASE}`, { ou: "x" })];
        socket.write(Buffer.concat([...found, ldapResult(id, LDAP.searchDone)]));
        return true;
      },
    });
    const command = ["ou", "list", "--directory", directory.url, "--fingerprint", directory.thumbprint];
    const { out } = await hostscan(command, { env: login });
    expect(out.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
      ["NAME", "BASE", "DESCRIPTION"],
      ["Servers", BASE, "ours"],
      ["x", `OU=x,${BASE}`],
      [""],
    ]);
    const below = await hostscan([...command, "--base", BASE, "--jq", ".[].name"], { env: login });
    expect(below.out).toBe("Servers\nx\n");
    expect(directory.calls.filter(({ operation }) => operation === LDAP.search)).toHaveLength(3);
  });

  it("takes the password from a file, to its last blank, and tells it nobody", async () => {
    const { directory, named, env } = await environment({
      onCall: ({ id, operation }, socket) => {
        if (operation !== LDAP.bind) return undefined;
        const said =
          "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data 775, v4563";
        socket.write(ldapResult(id, LDAP.bindDone, { status: 49, said }));
        return true;
      },
    });
    const folder = await testFolder();
    const file = join(folder, "password");
    await writeFile(file, "s3cret with blank \r\n");
    await chmod(file, 0o600);
    const command = ["ou", "scan", ...named, ...CREDENTIAL, "--password-file", file];
    const { code, err } = await hostscan([...command, "--bind-user", "EXAMPLE\\me"], { env });
    expect(code).toBe(77);
    expect(err).toContain("hostscan: the account is locked\n  wait, or");
    expect(err).toContain("it says: 80090308");
    expect(err).not.toContain("s3cret");
    const told = directory.calls.at(0)?.bytes.toString("latin1");
    expect(told).toContain("EXAMPLE\\me");
    expect(told?.endsWith("s3cret with blank ")).toBe(true);
  });

  it("trusts the authority of a file, and no other", async () => {
    const { directory, login } = await environment();
    const file = join(await testFolder(), "ca.pem");
    await writeFile(file, directory.certificate);
    // Its certificate is for no name: that is what is found wrong with it then.
    const command = ["ou", "scan", "--server", directory.url, "-b", BASE, "--dry-run"];
    const known = await hostscan([...command, "--ca-file", file], { env: login });
    expect(known).toMatchObject({ code: 69, err: expect.stringContaining("it is for another name") });
    const env = { ...login, HOSTSCAN_DIRECTORY_CA_FILE: file };
    expect((await hostscan(command, { env })).err).toContain("it is for another name");
    const unknown = await hostscan(command, { env: login });
    expect(unknown.err).toMatch(/\(its CA\) is not known; its SHA-256 is [\dA-F]{64}\n {2}name a file/);
    expect(directory.calls).toEqual([]);
  });

  it("an interrupt ends the reading, and nothing is scheduled", async () => {
    const { env, jobs, named } = await environment({
      onCall: ({ operation }) => {
        if (operation !== LDAP.search) return undefined;
        scan.signals.emit("SIGINT");
        return true;
      },
    });
    const scan = startHostscan(["ou", "scan", ...named, ...CREDENTIAL], { env });
    expect(await scan.ended).toMatchObject({
      code: 130,
      err: "hostscan: reading the directory was broken off\n",
    });
    expect(jobs.jobs).toEqual([]);
  });
});

const scan = ["ou", "scan", "--base", BASE];
const url = ["--directory", "ldaps://127.0.0.1:1"];

it.each<[string, string[], number, string]>([
  ["no base", ["ou", "scan"], 64, "--base"],
  ["no credential", [...scan, ...url], 64, "--credential-id, or give --dry-run"],
  ["no token", [...scan, ...url, ...CREDENTIAL, "--server", "http://127.0.0.1:1"], 77, "no token"],
  ["no directory", [...scan, "--dry-run"], 64, "no directory is named"],
  ["nobody to ask for a name", [...scan, ...url, "--dry-run"], 64, "User of ldaps://127.0.0.1:1"],
  ["nobody to ask for a password", [...scan, ...url, "--dry-run", "--bind-user", "me"], 64, "Password of me"],
  [
    "a password of nothing",
    [...scan, ...url, "--dry-run", "--bind-user", "me", "--password-file", "/dev/null"],
    64,
    "is empty",
  ],
  [
    "no such file",
    [...scan, ...url, "--dry-run", "--bind-user", "me", "--password-file", "/nowhere"],
    66,
    "/nowhere",
  ],
  ["a CA that is none", [...scan, ...url, "--dry-run", "--ca-file", "/dev/null"], 64, "no certificate"],
  ["a time without its unit", [...scan, "--last-logon-within", "30"], 64, "with its unit"],
  ["a day that there is not", [...scan, "--changed-since", "2026-13-01"], 64, "no such time"],
  ["--timeout without --wait", [...scan, "--timeout", "9"], 64, "--timeout needs --wait"],
])("ou refuses %s", async (_, argv, code, said) => {
  const result = await hostscan(argv);
  expect(result).toMatchObject({ code, err: expect.stringContaining(said) });
});

it("a directory that is not there is told, with what to do", async () => {
  const env = { HOSTSCAN_DIRECTORY_USER: "me", HOSTSCAN_DIRECTORY_PASSWORD: "x" };
  const { code, err } = await hostscan([...scan, ...url, "--dry-run"], { env });
  expect(code).toBe(69);
  expect(err).toMatch(
    /^hostscan: cannot connect to the directory: .*ECONNREFUSED.*\n {2}is its address right/,
  );
});
