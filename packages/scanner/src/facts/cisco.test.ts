import { describe, expect, it } from "vitest";
import { cisco } from "../../test/samples/cisco.ts";
import { ciscoProbe } from "./cisco.ts";
import { linesOf } from "./text.ts";

const parse = (output: string) => ciscoProbe.parse(linesOf(Buffer.from(output)));

describe("what `show version` answers", () => {
  it.each<[keyof typeof cisco, name: string, os: string, version: string]>([
    ["ios", "access-sw-3", "Cisco IOS", "15.0(2)SE11"],
    ["ios12", "branch-gw", "Cisco IOS", "12.3(22)"],
    ["iosXe", "core-1", "Cisco IOS XE", "16.09.03"],
    ["catalyst3850", "stack-1", "Cisco IOS XE", "03.06.06E"],
    ["asr1000", "edge-1", "Cisco IOS XE", "15.2(4)S4"],
    ["iosXe3", "xe-4", "Cisco IOS XE", "15.4(3)S1"],
    ["iosXe16", "sw-9", "Cisco IOS XE", "16.3.5b"],
    ["iosXe316", "edge-3", "Cisco IOS XE", "03.16.10.S"],
    ["iosXr", "pe-router", "Cisco IOS XR", "6.1.2"],
    ["nxos7", "dc-sw-1", "Cisco NX-OS", "7.3(0)N1(1)"],
    ["nxos9", "leaf-101", "Cisco NX-OS", "9.3(5)"],
    ["asa", "fw-edge", "Cisco ASA", "9.8(2)"],
    ["ftd", "ftd.example.com", "Cisco FTD", "6.6.1"],
    ["ftdWithAsa", "fw-3105", "Cisco FTD", "7.4.1"],
    ["pix", "pixfirewall", "Cisco PIX", "6.3(5)"],
    ["pix5", "pix-5", "Cisco PIX", "5.0(3)"],
    ["pix7", "pix-7", "Cisco PIX", "7.2(4)"],
    ["fwsm", "fwsm-1", "Cisco FWSM", "4.1(5)"],
  ])("is read: %s", (sample, name, os, version) => {
    expect(parse(cisco[sample])).toEqual({ name, os, version });
    expect(parse(cisco[sample].replaceAll("\n", "\r\n"))).toEqual({ name, os, version });
  });

  it.each([
    ["iosXr64", "Cisco IOS XR", "7.3.2"],
    ["catOs", "Cisco CatOS", "8.5(8)"],
    ["catOs5", "Cisco CatOS", "5.5(7)"],
    ["arista", "Arista EOS", "4.26.4M"],
  ] as const)("has no name where it only speaks of the system: %s", (sample, os, version) => {
    expect(parse(cisco[sample])).toEqual({ name: undefined, os, version });
  });

  it("may lack the name", () => {
    expect(parse(cisco.nxos9.replace("Device name", "Chassis"))).toEqual({
      os: "Cisco NX-OS",
      version: "9.3(5)",
    });
  });

  it.each([
    ["is empty", ""],
    ["breaks off before the version", cisco.ios.slice(0, 40)],
    ["is another maker's", "Hostname: r1\nModel: mx240\nJunos: 18.4R1.8\n"],
    ["is a shell's", "sh: show: command not found\n"],
  ])("is none where it %s", (_, output) => {
    expect(parse(output)).toBeUndefined();
  });
});
