import type { Probe, ReportedFacts } from "./facts.ts";
import { END, MARKER, type Section, UNIX_SCRIPT } from "./unix-script.ts";
import { systemOf } from "./unix-system.ts";

/** What a system says where it has no name (Linux: what a name was never set for). */
const NO_NAME = "(none)";

/** Linux, macOS, the BSDs, Solaris, AIX and IBM i: whatever has a POSIX shell. */
export const unixProbe: Probe = { command: UNIX_SCRIPT, end: END, parse: parseUnix };

function parseUnix(lines: readonly string[]): ReportedFacts | undefined {
  const sections = split(lines);
  if (!sections.has("end" satisfies Section)) return undefined;
  const system = systemOf((section) => sections.get(section) ?? []);
  const name = sections.get("hostname" satisfies Section)?.find((line) => line !== NO_NAME);
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
