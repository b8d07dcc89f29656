import { describe, expect, it } from "vitest";
import { linux } from "../../test/samples/linux.ts";
import { unix } from "../../test/samples/unix.ts";
import { type UnixSample, unixOutput } from "../testing/fixture/answers.ts";
import { linesOf } from "./text.ts";
import { unixProbe } from "./unix.ts";

const parse = (output: string) => unixProbe.parse(linesOf(Buffer.from(output)));

describe("what a Unix answers", () => {
  it.each<[UnixSample, name: string, os: string, version: string]>([
    [linux.debian, "web-01", "Debian GNU/Linux 12 (bookworm)", "12"],
    [linux.debianSid, "sid", "Debian GNU/Linux trixie/sid", "6.6.15-amd64"],
    [linux.ubuntu, "ubuntu-noble", "Ubuntu 24.04.1 LTS", "24.04"],
    [linux.rhel, "db.example.com", "Red Hat Enterprise Linux 9.4 (Plow)", "9.4"],
    [linux.centos6, "legacy", "CentOS release 6.10 (Final)", "6.10"],
    [linux.alpine, "edge-router", "Alpine Linux v3.20", "3.20.0"],
    [linux.sles, "sap-hana", "SUSE Linux Enterprise Server 15 SP6", "15.6"],
    [linux.sles11, "old-sap", "SUSE Linux Enterprise Server 11 (x86_64)", "11"],
    [linux.arch, "arch", "Arch Linux", "6.9.3-arch1-1"],
    [linux.busybox, "camera", "Linux", "4.9.84"],
    [unix.freebsd, "nas.example.org", "FreeBSD 14.0-RELEASE-p6", "14.0"],
    [unix.openbsd, "gate.example.org", "OpenBSD", "7.5"],
    [unix.macos, "Mac-mini.local", "macOS", "14.4.1"],
    [unix.solaris11, "sol11", "Oracle Solaris 11.4", "11.4"],
    [unix.solaris10, "sol10", "Oracle Solaris 10 1/13 s10s_u11wos_24a SPARC", "10"],
    [unix.omnios, "illumos", "OpenIndiana Hipster", "5.11"],
    [unix.aix, "aix72", "AIX", "7200-05-03-2148"],
    [unix.hpux, "rx2800", "HP-UX", "B.11.31"],
  ])("is read: $hostname", (sample, name, os, version) => {
    expect(parse(unixOutput(sample))).toEqual({ name, os, version });
  });

  it("takes NAME where there is no PRETTY_NAME", () => {
    expect(parse(unixOutput({ "os-release": 'NAME="Void"\nPRETTY_NAME=""' }))).toMatchObject({ os: "Void" });
  });

  it("does without a version where a system tells none", () => {
    expect(parse(unixOutput({ sw_vers: "ProductName: macOS" }))).toMatchObject({ os: "macOS", version: "" });
  });

  it("passes over what a login shell prints first", () => {
    const greeting = "Welcome!\nNAME=Trap\nno line end here ";
    expect(parse(greeting + unixOutput(linux.alpine))).toMatchObject({ os: "Alpine Linux v3.20" });
  });

  it.each([
    ["is empty", ""],
    ["is a router's", "% Invalid input detected at '^' marker.\n"],
    ["breaks off", unixOutput(linux.debian).slice(0, -8)],
    ["holds no system", unixOutput({ hostname: "web-01" })],
  ])("is none where it %s", (_, output) => {
    expect(parse(output)).toBeUndefined();
  });
});

describe("the script", () => {
  it("is one word of any login shell", () => {
    const [, script] = /^\/bin\/sh -c '(.*)'$/.exec(unixProbe.command) ?? [];
    expect(script).toBeDefined();
    expect(script).not.toMatch(/['!\n\\]/);
  });
});
