import type { HostScanJobRequest } from "@hostscan/client";
import { quoted } from "../cli/plain-text.ts";

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

/** What the decoder leaves in the place of bytes that are no text. */
const DAMAGED = "\ufffd";

/** What is wrong with what a cell holds, in whatever column; undefined where nothing is. */
export function faultOf(cell: string): string | undefined {
  if (cell.includes(DAMAGED)) return `${quoted(cell)} is no text in UTF-8: save the file as "CSV UTF-8"`;
  return cell.includes("\n") ? `${quoted(cell)} goes over several lines: is a quote left open?` : undefined;
}

/**
 * The members that a header's cells stand for, in its order, `undefined` for a cell without a title; or what is wrong
 * with it. Those at its end are none: a spreadsheet writes as many as it once had.
 */
export function readHeader(
  cells: readonly string[],
): { readonly members: readonly (CsvMember | undefined)[] } | { readonly reason: string } {
  const members: (CsvMember | undefined)[] = [];
  const titled = cells.findLastIndex((cell) => cell.trim() !== "") + 1;
  for (const cell of cells.slice(0, titled)) {
    const member = MEMBERS.get(spelling(cell));
    if (cell.trim() === "") members.push(undefined);
    else if (member === undefined) {
      const only = Object.keys(COLUMNS).join(", ");
      return { reason: faultOf(cell) ?? `there is no column ${quoted(cell)}, only ${only}` };
    } else if (members.includes(member)) return { reason: `the column ${quoted(cell)} is there twice` };
    else members.push(member);
  }
  if (members.includes("dnsHostName") || members.includes("ipAddress")) return { members };
  return { reason: "needs a column DNS Host Name or IP Address" };
}
