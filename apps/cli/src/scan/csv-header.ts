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

/** The column that a member of a request stands in. */
export function columnOf(member: string): string {
  return Object.entries(COLUMNS).find(([, each]) => each === member)?.[0] ?? member;
}

const spelling = (title: string) =>
  title
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, " ");
const MEMBERS: ReadonlyMap<string, CsvMember> = new Map(
  Object.entries(COLUMNS).map(([title, member]) => [spelling(title), member]),
);

/**
 * The members that a header's cells stand for, in its order; or what is wrong with it. Cells without a title at its end
 * are none: a spreadsheet writes as many as it once had.
 */
export function readHeader(
  cells: readonly string[],
): { readonly members: readonly CsvMember[] } | { readonly reason: string } {
  const members: CsvMember[] = [];
  const titled = cells.findLastIndex((cell) => cell.trim() !== "") + 1;
  for (const cell of cells.slice(0, titled)) {
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
