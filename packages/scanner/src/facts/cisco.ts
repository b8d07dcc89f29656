import type { Probe, ReportedFacts } from "./facts.ts";

interface Family {
  readonly os: string;
  readonly banner: RegExp;
  /** Finds the version; looked for in the banner's line and after it. */
  readonly version: RegExp;
}

// In this order: IOS XE and IOS XR print lines that would pass for IOS.
const FAMILIES: readonly Family[] = [
  { os: "Cisco NX-OS", banner: /Nexus Operating System/, version: /^\s*(?:NXOS|system):\s+version\s+(\S+)/ },
  { os: "Cisco IOS XR", banner: /Cisco IOS XR Software/, version: /Version ([^\s,[]+)/ },
  // Catalyst 3850 and ASR 1000 say so within their line of IOS; the licence further down has another case.
  { os: "Cisco IOS XE", banner: /IOS[ -]XE Software\b/, version: /Version ([^\s,]+)/ },
  { os: "Cisco ASA", banner: /Cisco Adaptive Security Appliance/, version: /Version (\S+)/ },
  { os: "Cisco IOS", banner: /Cisco IOS Software|IOS \(tm\)/, version: /Version ([^\s,]+)/ },
];

/** What these systems call themselves in the place of their names. */
const NO_NAMES: ReadonlySet<string> = new Set(["Kernel", "System", "(none)"]);

const NAMES: readonly RegExp[] = [/^\s*Device name:\s*(\S+)/, /^(\S+) (?:uptime is|up) /];

/** Routers, switches and firewalls of Cisco, by `show version`. */
export const ciscoProbe: Probe = { command: "show version", inShell: true, parse: parseShowVersion };

function parseShowVersion(lines: readonly string[]): ReportedFacts | undefined {
  for (const { os, banner, version } of FAMILIES) {
    const start = lines.findIndex((line) => banner.test(line));
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
