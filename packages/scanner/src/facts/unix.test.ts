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
    [linux.sles11, "old-sap", "SUSE Linux Enterprise Server 11 (x86_64)", "11.4"],
    [linux.centos7, "app-7", "CentOS Linux 7 (Core)", "7.9.2009"],
    [linux.oracle, "ora", "Oracle Linux Server 8.9", "8.9"],
    [linux.amazon2023, "ip-10-0-0-7", "Amazon Linux 2023.4.20240611", "2023.4.20240611"],
    [linux.amazon1, "ip-10-0-0-8", "Amazon Linux AMI release 2018.03", "2018.03"],
    [linux.xenServer, "xen-1", "XenServer 7.6.0", "7.6.0"],
    [linux.hardy, "hardy", "Ubuntu 8.04.4 LTS", "8.04"],
    [linux.lenny, "lenny", "Debian GNU/Linux", "5.0.10"],
    [linux.slackware, "slack", "Slackware 14.2", "14.2"],
    [linux.bigIp, "f5.example.org", "BIG-IP release 15.1.2 (Final)", "15.1.2"],
    [linux.synology, "nas", "Synology DSM", "7.2.1"],
    [linux.synology5, "nas5", "Synology DSM", "5.2"],
    [linux.synologySrm, "router", "Synology SRM", "1.3.1"],
    [linux.synologySrm1, "router1", "Synology SRM", "1.1"],
    [linux.debianPoint, "web-02", "Debian GNU/Linux 12 (bookworm)", "12.7"],
    [linux.raspbian, "pi", "Raspbian GNU/Linux 11 (bullseye)", "11.11"],
    [linux.ubuntuOnDebian, "jammy", "Ubuntu 22.04.3 LTS", "22.04"],
    [linux.fedoraCoreOs, "core", "Fedora CoreOS 39.20240309.3.0", "39.20240309.3.0"],
    [linux.fedoraVariant, "fed", "Fedora Linux 40 (Server Edition)", "40"],
    [linux.manjaro, "manjaro", "Manjaro Linux", "23.1.4"],
    [linux.manjaroAlone, "manjaro-0", "Manjaro Linux", "18.0"],
    [linux.checkPoint, "gw", "Check Point Gaia R81.20", "R81.20"],
    [linux.alt, "alt", "ALT Starterkit (Hypericum)", "p10"],
    [linux.exported, "appliance", "Appliance 3", "3.2"],
    [linux.arch, "arch", "Arch Linux", "6.9.3-arch1-1"],
    [linux.busybox, "camera", "Linux", "4.9.84"],
    [unix.freebsd, "nas.example.org", "FreeBSD 14.0-RELEASE-p6", "14.0"],
    [unix.openbsd, "gate.example.org", "OpenBSD", "7.5"],
    [unix.macos, "Mac-mini.local", "macOS", "14.4.1"],
    [unix.solaris11, "sol11", "Oracle Solaris 11.4", "11.4"],
    [unix.solaris10, "sol10", "Oracle Solaris 10 1/13 s10s_u11wos_24a SPARC", "10"],
    [unix.omnios, "omni", "OmniOS v11 r151048d", "r151048d"],
    [unix.omniosCommunity, "omnios-ce", "OmniOS Community Edition v11 r151048", "r151048"],
    [unix.openIndiana151, "oi", "OpenIndiana Development oi_151.1.8 X86 (powered by illumos)", "oi_151.1.8"],
    [unix.openIndiana, "illumos", "OpenIndiana Hipster", "5.11"],
    [unix.smartOs, "zone-1", "SmartOS x86_64", "20180816T001914Z"],
    [unix.smartOsWithoutImage, "zone-2", "SmartOS x86_64", "5.11"],
    [unix.solaris8, "sol8", "Solaris 8 2/04 s28s_hw4wos_05a SPARC", "8"],
    [unix.ibmI, "as400", "IBM i", "7.4"],
    [unix.aixWithoutLevel, "aix71", "AIX", "7.1"],
    [unix.aix, "aix72", "AIX", "7200-05-03-2148"],
    [unix.esxi, "esx-1", "VMware ESXi", "7.0.3"],
    [unix.hpux, "rx2800", "HP-UX", "B.11.31"],
  ])("is read: $hostname", (sample, name, os, version) => {
    expect(parse(unixOutput(sample))).toEqual({ name, os, version });
  });

  it("takes NAME where there is no PRETTY_NAME", () => {
    expect(parse(unixOutput({ "os-release": 'NAME="Void"\nPRETTY_NAME=""' }))).toMatchObject({ os: "Void" });
  });

  it.each(["(none)", "(none)\n"])("has no name where the host says %j", (hostname) => {
    expect(parse(unixOutput({ ...linux.alpine, hostname }))).toEqual({
      name: undefined,
      os: "Alpine Linux v3.20",
      version: "3.20.0",
    });
  });

  it.each([
    ["64-bit", "6.1"],
    ["r151048", "r151048"],
    ["v11 r151048", "r151048"],
    ["R81", "R81"],
    ["0m32 32m 7m 1;32", "6.1"],
    ["p10 i586 9.1", "9.1"],
    ["s10s_u11wos_24a R2D2 pX86 p r", "6.1"],
    ["(7.1)", "7.1"],
    ["2.4.5-RELEASE", "2.4.5"],
    ["x86_64 i386 1/13", "6.1"],
  ])("takes no number out of another word: %s", (words, version) => {
    expect(parse(unixOutput({ uname: "Other 6.1", release: `Some ${words}` }))).toMatchObject({ version });
  });

  it("loses the colours of a terminal, and no version with them", () => {
    const facts = parse(unixOutput(linux.coloured));
    expect(facts).toEqual({ name: "neon", os: "CentOS release 6.10 (Final)", version: "6.10" });
    expect(parse(unixOutput(linux.colouredByHand))).toEqual({
      name: "neon-2",
      os: "Scientific Linux release 6.9 (Carbon)",
      version: "6.9",
    });
  });

  it("does without a version where a system tells none", () => {
    expect(parse(unixOutput({ sw_vers: "ProductName: macOS" }))).toMatchObject({ os: "macOS", version: "" });
  });

  it.each<[string, UnixSample, os: string, version: string]>([
    ["a first version with no part behind it", { synology: 'majorversion="6"' }, "Synology DSM", "6.0"],
    ["a level of none", { release: "SUSE 12\nVERSION = 12\nPATCHLEVEL = 0" }, "SUSE 12", "12"],
    ["no level", { release: "SUSE 12\nVERSION = 12" }, "SUSE 12", "12"],
    [
      "an id in place of a description",
      { "lsb-release": "DISTRIB_ID=Old\nDISTRIB_RELEASE=8.04" },
      "Old 8.04",
      "8.04",
    ],
    ["an id alone", { "lsb-release": "DISTRIB_ID=Old" }, "Old", ""],
    ["names in place of a version", { debian: "lenny/sid" }, "Debian GNU/Linux", "2.6.26"],
  ])("makes do with %s", (_, sample, os, version) => {
    expect(parse(unixOutput({ uname: "Linux 2.6.26", ...sample }))).toMatchObject({ os, version });
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
