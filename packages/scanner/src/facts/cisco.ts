import type { Probe, ReportedFacts } from "./facts.ts";

interface Family {
  readonly os: string;
  /** A line that only this family prints. */
  readonly banner: RegExp;
  /** Finds the version; looked for in the line of the banner and after it. */
  readonly version: RegExp;
  /** Where the version is looked for instead: the banner stands behind it. */
  readonly from?: RegExp;
}

const IOS = /Cisco IOS Software|IOS \(tm\)/;
const VERSION = /Version ([^\s,]+)/;

// In this order: the later ones print lines that would pass for an earlier one's, and Firepower prints all of an ASA's.
const FAMILIES: readonly Family[] = [
  { os: "Cisco FTD", banner: /Threat Defense\b.*\bVersion/, version: VERSION },
  {
    os: "Cisco NX-OS",
    banner: /Nexus Operating System/,
    version: /^\s*(?:NXOS|system):\s+version\s+(\S+)/,
  },
  { os: "Cisco IOS XR", banner: /Cisco IOS XR Software/, version: /Version ([^\s,[]+)/ },
  // Catalyst 3850 and ASR 1000 say so within their line of IOS.
  { os: "Cisco IOS XE", banner: /IOS[ -]XE Software\b/, version: VERSION },
  // XE 3.x and 16.3 begin as IOS does, and say so in their licence only: no classic IOS has it (of 20 public texts with it).
  { os: "Cisco IOS XE", banner: /IOS[ -]XE software, copyright/i, version: VERSION, from: IOS },
  { os: "Cisco ASA", banner: /Cisco Adaptive Security Appliance/, version: VERSION },
  { os: "Cisco PIX", banner: /Cisco (?:Secure )?PIX (?:Security Appliance|Firewall)/, version: VERSION },
  { os: "Cisco FWSM", banner: /FWSM Firewall Version/, version: VERSION },
  { os: "Cisco CatOS", banner: /^WS-\S+ Software, Version .*NmpSW/, version: /NmpSW: ([^\s,]+)/ },
  { os: "Cisco IOS", banner: IOS, version: VERSION },
  // Taken for a Cisco by people and scripts, as it speaks like one.
  { os: "Arista EOS", banner: /^Arista /, version: /^Software image version: ([^\s,]+)/ },
];

/** What these systems call themselves in the place of their names. */
const NO_NAMES: ReadonlySet<string> = new Set(["Kernel", "System", "(none)"]);

const NAMES: readonly RegExp[] = [
  /^\s*Device name:\s*(\S+)/,
  /^-+\[ (\S+) \]-+$/,
  /^(\S+) (?:uptime is|up) /,
];

/** Routers, switches and firewalls of Cisco, by `show version`. */
export const ciscoProbe: Probe = { command: "show version", inShell: true, parse: parseShowVersion };

function parseShowVersion(lines: readonly string[]): ReportedFacts | undefined {
  for (const { os, banner, version, from = banner } of FAMILIES) {
    if (!lines.some((line) => banner.test(line))) continue;
    const start = lines.findIndex((line) => from.test(line));
    const found = start === -1 ? undefined : firstMatch(lines.slice(start), [version]);
    if (found !== undefined) return { name: firstMatch(lines, NAMES), os, version: found };
  }
  return undefined;
}

/** The first group of the first pattern that fits a line. */
function firstMatch(lines: readonly string[], patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    for (const line of lines) {
      const found = pattern.exec(line)?.[1];
      if (found !== undefined && !NO_NAMES.has(found)) return found;
    }
  }
  return undefined;
}
