import { DirectoryError } from "./directory-error.ts";
import type { Attributes, Progress, Searches } from "./search.ts";
import { fileTime, fileTimeOf, generalizedTime, timeOf } from "./times.ts";

/** Which computers are read. */
export interface ComputerQuery {
  /** The unit's distinguished name (RFC 4514): `OU=Servers,DC=example,DC=com`. A comma in a name is written `\,`. */
  readonly base: string;
  /** Only those of the unit itself, not of the units in it. */
  readonly oneLevel?: boolean;
  /** Those that are disabled as well. */
  readonly includeDisabled?: boolean;
  /** Only those whose entry has changed since. */
  readonly changedSince?: Date;
  /** Only those that have logged on to the domain since. The domain keeps that up to 14 days late. */
  readonly loggedOnSince?: Date;
}

/** A computer as the directory knows it. What it says is not to be trusted. */
export interface Computer {
  readonly distinguishedName: string;
  /** Its name in the directory; mostly the first part of the one in DNS. */
  readonly name: string;
  readonly dnsHostName?: string;
  readonly operatingSystem?: string;
  readonly operatingSystemVersion?: string;
  readonly enabled: boolean;
  /** When it last logged on to the domain, up to 14 days late. */
  readonly lastLogon?: Date;
  readonly changed?: Date;
  /** A UUID; it stays when the computer is renamed or moved. */
  readonly objectGuid?: string;
}

const ATTRIBUTES = [
  ...["name", "dNSHostName", "operatingSystem", "operatingSystemVersion"],
  ...["userAccountControl", "lastLogonTimestamp", "whenChanged", "objectGUID"],
];

const DISABLED = 2;

/** All bits of a number are set (Active Directory's matching rule). */
const ALL_BITS = "1.2.840.113556.1.4.803";

/** Reads the computers of a unit. @throws {DirectoryError} */
export async function readComputers(
  searches: Searches,
  query: ComputerQuery,
  onProgress?: Progress,
): Promise<readonly Computer[]> {
  const { base, oneLevel = false } = query;
  // Of an empty base, a directory tells of itself.
  if (base.trim() === "") throw new DirectoryError("BadInput", "a unit has a distinguished name");
  const scope = oneLevel ? "one" : "sub";
  return searches.find(
    { base, scope, filter: filterOf(query), attributes: ATTRIBUTES },
    computerOf,
    onProgress,
  );
}

/** Made of numbers and times only: nothing in it needs to be escaped. */
function filterOf({ includeDisabled = false, changedSince, loggedOnSince }: ComputerQuery): string {
  const conditions = ["(objectCategory=computer)"];
  if (!includeDisabled) conditions.push(`(!(userAccountControl:${ALL_BITS}:=${DISABLED}))`);
  if (changedSince !== undefined) conditions.push(`(whenChanged>=${generalizedTime(changedSince)})`);
  if (loggedOnSince !== undefined) conditions.push(`(lastLogonTimestamp>=${fileTime(loggedOnSince)})`);
  return `(&${conditions.join("")})`;
}

function computerOf(entry: Attributes): Computer {
  const lastLogon = fileTimeOf(entry.text("lastLogonTimestamp"));
  const changed = timeOf(entry.text("whenChanged"));
  const objectGuid = guidOf(entry.bytes("objectGUID"));
  const control = Number(entry.text("userAccountControl") ?? 0);
  return {
    distinguishedName: entry.dn,
    name: entry.text("name") ?? "",
    ...textsOf(entry, ["dnsHostName", "operatingSystem", "operatingSystemVersion"]),
    enabled: (control & DISABLED) === 0,
    ...(lastLogon && { lastLogon }),
    ...(changed && { changed }),
    ...(objectGuid && { objectGuid }),
  };
}

function textsOf<Name extends string>(
  entry: Attributes,
  names: readonly Name[],
): { [name in Name]?: string } {
  const texts: { [name in Name]?: string } = {};
  for (const name of names) {
    const text = entry.text(name);
    if (text) texts[name] = text;
  }
  return texts;
}

/** The first three parts have their bytes the other way round. */
function guidOf(bytes: Buffer | undefined): string | undefined {
  if (bytes?.length !== 16) return undefined;
  const parts = [
    ...[
      bytes.readUInt32LE(0).toString(16).padStart(8, "0"),
      bytes.readUInt16LE(4).toString(16).padStart(4, "0"),
    ],
    bytes.readUInt16LE(6).toString(16).padStart(4, "0"),
    ...[bytes.toString("hex", 8, 10), bytes.toString("hex", 10)],
  ];
  return parts.join("-");
}
