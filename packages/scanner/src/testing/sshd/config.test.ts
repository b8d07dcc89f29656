import { expect, it } from "vitest";
import { type SshdConfig, sshdConfig } from "./config.ts";

const config = (differences: Partial<SshdConfig> = {}) =>
  sshdConfig({
    folder: "/tmp/x",
    port: 20_022,
    username: "scan",
    passwords: true,
    everyLoopbackAddress: false,
    extra: [],
    release: "OpenSSH_9.2p1 Debian-2+deb12u10",
    ...differences,
  }).split("\n");

it("listens on loopback, for one user that comes from there", () => {
  expect(config()).toEqual(
    expect.arrayContaining(["Port 20022", "ListenAddress 127.0.0.1", "AllowUsers scan@127.*"]),
  );
});

it("takes the wildcard address where one sshd is to be many hosts", () => {
  const lines = config({ everyLoopbackAddress: true });
  expect(lines).toEqual(expect.arrayContaining(["ListenAddress 0.0.0.0", "AllowUsers scan@127.*"]));
});

it("puts a test's own lines first, where they win", () => {
  expect(config({ extra: ["MaxAuthTries 1"] })[0]).toBe("MaxAuthTries 1");
});

it.each([
  [true, "PasswordAuthentication yes"],
  [false, "PasswordAuthentication no"],
])("takes passwords or not: %s", (passwords, line) => {
  expect(config({ passwords })).toContain(line);
});

it.each([
  ["OpenSSH_9.8p1", true],
  ["OpenSSH_10.0p2 Debian-7", true],
  ["OpenSSH_9.7p1", false],
  ["OpenSSH_9.2p1", false],
  ["usage: sshd", false],
])("forgives failed logins where the release (%s) would shut their source out: %s", (release, forgives) => {
  expect(config({ release }).includes("PerSourcePenalties no")).toBe(forgives);
});
