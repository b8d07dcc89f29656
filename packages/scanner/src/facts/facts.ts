import type { HostFacts } from "../types.ts";
import { cleanText } from "./text.ts";

/** What a host's answer says of it; `name` is absent where the answer does not tell it. */
export interface ReportedFacts {
  readonly name?: string | undefined;
  readonly os: string;
  readonly version: string;
  /** What it is in its network, as in `server of the domain corp.example`; of a Windows that tells. */
  readonly role?: string | undefined;
}

/** How one family of hosts is asked, in one exec, and how its answer is read. */
export interface Probe {
  readonly command: string;
  /** The line that ends a whole answer, where there is one: whatever comes after it is not waited for. */
  readonly end?: string;
  /** Where the command goes unanswered, it is asked in a shell. */
  readonly inShell?: true;
  /** `undefined` where the answer is not of this family. */
  readonly parse: (lines: readonly string[]) => ReportedFacts | undefined;
}

/** The facts as they are handed out: clean, bounded, and named as the target was where the host gave no name. */
export function hostFacts(reported: ReportedFacts, targetName: string, ipAddress: string): HostFacts {
  return {
    name: cleanText(reported.name ?? "") || targetName,
    os: cleanText(reported.os),
    version: cleanText(reported.version),
    ipAddress,
    ...(reported.role !== undefined && { role: cleanText(reported.role) }),
  };
}
