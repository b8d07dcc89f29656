import type { Probe, ReportedFacts } from "./facts.ts";
import { parseOsRelease } from "./os-release.ts";
import { MARKER, type Section, UNIX_SCRIPT } from "./unix-script.ts";

type System = Omit<ReportedFacts, "name">;

/** Linux, macOS, the BSDs, Solaris and AIX: whatever has a POSIX shell. */
export const unixProbe: Probe = { command: UNIX_SCRIPT, parse: parseUnix };

function parseUnix(lines: readonly string[]): ReportedFacts | undefined {
  const sections = split(lines);
  const read = (section: Section): readonly string[] => sections.get(section) ?? [];
  if (!sections.has("end" satisfies Section)) return undefined;
  const [name] = read("hostname");
  const [kernel = "", kernelRelease = ""] = read("uname").join(" ").split(" ");
  const system =
    fromOsRelease(read("os-release"), kernelRelease) ??
    fromMacOs(read("sw_vers")) ??
    fromAix(read("oslevel"), kernel) ??
    fromReleaseFile(read("release"), kernelRelease) ??
    (kernel === "" ? undefined : { os: kernel, version: kernelRelease });
  return system && { name, ...system };
}

/** The lines after each marker, blank ones left out. What comes before the first marker is a login shell's own. */
function split(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of lines) {
    if (line.startsWith(MARKER)) {
      current = [];
      sections.set(line.slice(MARKER.length).trim(), current);
    } else if (line.trim() !== "") current.push(line.trim());
  }
  return sections;
}

/** Rolling distributions have no VERSION_ID: the kernel's release stands in. */
function fromOsRelease(lines: readonly string[], kernelRelease: string): System | undefined {
  const values = parseOsRelease(lines);
  const os = values.get("PRETTY_NAME") || values.get("NAME");
  return os ? { os, version: values.get("VERSION_ID") || kernelRelease } : undefined;
}

/** `ProductName:\t\tmacOS`, `ProductVersion:\t\t14.4.1`. */
function fromMacOs(lines: readonly string[]): System | undefined {
  const read = (name: string) => lines.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1);
  const os = read("ProductName")?.trim();
  return os ? { os, version: read("ProductVersion")?.trim() ?? "" } : undefined;
}

function fromAix([level]: readonly string[], kernel: string): System | undefined {
  return level !== undefined && kernel === "AIX" ? { os: kernel, version: level } : undefined;
}

/** One line of prose: `CentOS release 6.10 (Final)`, `Oracle Solaris 11.3 X86`. */
function fromReleaseFile([line]: readonly string[], kernelRelease: string): System | undefined {
  return line === undefined
    ? undefined
    : { os: line, version: /\d+(?:\.\d+)*/.exec(line)?.[0] ?? kernelRelease };
}
