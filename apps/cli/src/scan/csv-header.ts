import type { HostScanJobRequest } from "@hostscan/client";

/** The product's columns, and what they say of a host. */
const COLUMNS = {
  "DNS Host Name": "dnsHostName",
  "Operating System": "os",
  "IP Address": "ipAddress",
  Platform: "platformName",
  Credential: "credentialName",
} as const satisfies Record<string, keyof HostScanJobRequest>;

export type CsvMember = (typeof COLUMNS)[keyof typeof COLUMNS];

const spelling = (title: string) =>
  title
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, " ");
const MEMBERS: ReadonlyMap<string, CsvMember> = new Map(
  Object.entries(COLUMNS).map(([title, member]) => [spelling(title), member]),
);

/** The members that a header's cells stand for, in its order; or what is wrong with it. */
export function readHeader(
  cells: readonly string[],
): { readonly members: readonly CsvMember[] } | { readonly reason: string } {
  const members: CsvMember[] = [];
  for (const cell of cells) {
    const member = MEMBERS.get(spelling(cell));
    if (member === undefined) {
      return { reason: `there is no column "${cell}", only ${Object.keys(COLUMNS).join(", ")}` };
    }
    if (members.includes(member)) return { reason: `the column "${cell}" is there twice` };
    members.push(member);
  }
  if (members.includes("dnsHostName") || members.includes("ipAddress")) return { members };
  return { reason: "needs a column DNS Host Name or IP Address" };
}
