import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sshdGate } from "@hostscan/scanner/testing";
import { expect, onTestFinished, test } from "vitest";
import { type HostNames, namesOf, parseKnownHosts } from "./known-hosts.ts";

const ED = "AAAAC3NzaC1lZDI1NTE5AAAAIFdTkDG+WKFfAe/SAJ2nVVx3UbAiLWhNkzSaDpS6zLbH";
const THUMBPRINT = "SHA256:pLs1sWBeL+VVljh0MS7HTKXC3WNVEiipMJRj15UcEWg";

const named = (dnsHostName: string, port = 22, ipAddress: string | null = null): HostNames => ({
  ...{ dnsHostName, port, ipAddress },
});
const isOf = (hosts: string, host: HostNames) =>
  parseKnownHosts(`${hosts} ssh-ed25519 ${ED}`).keys[0]?.isOf(namesOf(host));

test.each([
  ["a name", "web.example", named("web.example"), true],
  ["a name of another case", "Web.Example", named("web.example"), true],
  ["another name", "web.example", named("app.example"), false],
  ["a part of a name", "web", named("web.example"), false],
  ["one of several", "app.example,web.example", named("web.example"), true],
  ["the name at another port", "web.example", named("web.example", 2222), false],
  ["a name and its port", "[web.example]:2222", named("web.example", 2222), true],
  ["a name and another port", "[web.example]:2222", named("web.example", 2223), false],
  ["a name and the port that is meant without", "[web.example]:22", named("web.example"), true],
  ["an address", "192.0.2.1", named("web.example", 22, "192.0.2.1"), true],
  ["an address of IPv6 in another form", "2001:DB8:0::1", named("web.example", 22, "2001:db8::1"), true],
  ["an address of IPv6 at a port", "[2001:db8:0::1]:2222", named("web.example", 2222, "2001:db8::1"), true],
  ["any name below", "*.example", named("web.example"), true],
  ["any name below another", "*.example", named("web.example.org"), false],
  ["several stars", "*e*.ex*e", named("web.example"), true],
  ["one character", "web?.example", named("web1.example"), true],
  ["one character that is not there", "web?.example", named("web.example"), false],
  ["all but one", "*.example,!web.example", named("web.example"), false],
  ["all but another", "*.example,!web.example", named("app.example"), true],
  ["no more than one that is not meant", "!web.example", named("app.example"), false],
])("a line is of a host by %s", (_, hosts, host, expected) => {
  expect(isOf(hosts, host)).toBe(expected);
});

const gate = sshdGate();
test.skipIf(gate.skip)(gate.title("names that ssh-keygen has hashed are found, and no others"), async () => {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-known-hosts-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "known_hosts");
  await writeFile(file, `web.example ssh-ed25519 ${ED}\n[app.example]:2222 ssh-ed25519 ${ED} a comment\n`);
  execFileSync("ssh-keygen", ["-H", "-f", file], { stdio: "ignore" });
  const text = await readFile(file, "utf8");
  expect(text).not.toContain("web");
  const { keys } = parseKnownHosts(text);
  const found = (host: HostNames) => keys.filter((key) => key.isOf(namesOf(host))).map(({ line }) => line);
  expect(found(named("web.example"))).toEqual([1]);
  expect(found(named("app.example", 2222))).toEqual([2]);
  expect(found(named("app.example"))).toEqual([]);
  const listed = execFileSync("ssh-keygen", ["-l", "-f", file], { encoding: "utf8" });
  expect(listed).toContain(THUMBPRINT);
  expect(keys.map(({ thumbprint }) => thumbprint)).toEqual([THUMBPRINT, THUMBPRINT]);
});

test("a file has comments, empty lines, keys that are revoked, and authorities", () => {
  const text = [
    "# a comment",
    "",
    `@revoked * ssh-ed25519 ${ED}`,
    `@cert-authority *.example ssh-ed25519 ${ED}`,
    `\tweb.example \tssh-ed25519  ${ED}\r`,
  ].join("\n");
  const { keys, authorities, bad } = parseKnownHosts(text);
  expect(bad).toEqual([]);
  expect(authorities).toEqual([4]);
  const key = { algorithm: "ssh-ed25519", thumbprint: THUMBPRINT };
  expect(keys).toMatchObject([
    { line: 3, revoked: true, ...key },
    { line: 5, revoked: false, ...key },
  ]);
});

test.each([
  ["a name alone", "web.example", "is not: hosts, type and key in base64"],
  ["a key that is no base64", "web.example ssh-ed25519 A-B_", "is not: hosts, type and key in base64"],
  ["a key of another type", `web.example ssh-rsa ${ED}`, "holds no key of the type ssh-rsa"],
  [
    "a key that is cut off",
    `web.example ssh-ed25519 ${ED.slice(0, 16)}`,
    "holds no key of the type ssh-ed25519",
  ],
  ["three bytes", "web.example ssh-ed25519 AAAA", "holds no key of the type ssh-ed25519"],
  ["another mark", `@trusted web.example ssh-ed25519 ${ED}`, "@trusted is unknown"],
  ["a key of SSH 1", "web.example 1024 35 1234567", "is a key of SSH 1, which hosts no longer take"],
])("%s is told with its line", (_, line, reason) => {
  expect(parseKnownHosts(`\n${line}\n`)).toMatchObject({ keys: [], bad: [{ line: 2, reason }] });
});
