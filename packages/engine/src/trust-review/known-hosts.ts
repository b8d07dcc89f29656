import { createHmac, timingSafeEqual } from "node:crypto";
import { matchesPattern } from "@hostscan/core";
import { thumbprintOf } from "@hostscan/scanner";
import { canonicalAddress } from "../hosts/identity.ts";

/** A line of a known_hosts file that names a key of hosts. */
export interface KnownKey {
  /** From 1. */
  readonly line: number;
  readonly algorithm: string;
  /** In the form that `parseThumbprint` gives. */
  readonly thumbprint: string;
  /** It is not to be trusted any more. */
  readonly revoked: boolean;
  /** All the names that the line is about, where it has them in plain; absent where they are hashed, or patterns. */
  readonly names?: readonly string[];
  /** What it costs to ask {@link isOf}, about: that of a name. */
  readonly weight: number;
  /** Tells whether the line is about the host that has these names, as {@link namesOf} has them. */
  isOf(names: readonly string[]): boolean;
}

/** What a host is called in such a file. */
export interface HostNames {
  readonly dnsHostName: string | null;
  readonly ipAddress: string | null;
  readonly port: number;
}

export interface KnownHosts {
  readonly keys: readonly KnownKey[];
  /** Lines of a certificate authority: its certificates are not read. */
  readonly authorities: readonly number[];
  /** Lines that are none of a known_hosts file, with the reason. */
  readonly bad: readonly { readonly line: number; readonly reason: string }[];
}

const SSH_PORT = 22;
/** What is longer names more hosts than anybody reads; each name takes its time. */
const LONGEST_LINE = 16_384;
const FORM =
  /^(?:@(?<marker>\S+)\s+)?(?<hosts>\S+)\s+(?<algorithm>\S+)\s+(?<blob>[A-Za-z0-9+/]+={0,2})(?:\s|$)/;
const SSH1_FORM = /^\S+\s+\d+\s+\d+\s+\d+/;
const HASH_FORM = /^\|1\|(?<salt>[A-Za-z0-9+/]{27}=)\|(?<hash>[A-Za-z0-9+/]{27}=)$/;

/**
 * Reads a file of OpenSSH's known hosts (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT").
 *
 * @param first the number of its first line, where it is a part of a file
 */
export function parseKnownHosts(text: string, first = 1): KnownHosts {
  const keys: KnownKey[] = [];
  const authorities: number[] = [];
  const bad: { line: number; reason: string }[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = first + index;
    const trimmed = raw.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    if (trimmed.length > LONGEST_LINE) {
      bad.push({ line, reason: `is longer than ${LONGEST_LINE} characters` });
      continue;
    }
    const { marker, hosts = "", algorithm = "", blob = "" } = FORM.exec(trimmed)?.groups ?? {};
    const key = Buffer.from(blob, "base64");
    if (marker === "cert-authority") authorities.push(line);
    else if (SSH1_FORM.test(trimmed))
      bad.push({ line, reason: "is a key of SSH 1, which hosts no longer take" });
    else if (blob === "") bad.push({ line, reason: "is not: hosts, type and key in base64" });
    else if (marker !== undefined && marker !== "revoked")
      bad.push({ line, reason: `@${marker} is unknown` });
    else if (!isKeyOf(key, algorithm)) bad.push({ line, reason: `holds no key of the type ${algorithm}` });
    else
      keys.push({
        ...{ line, algorithm, thumbprint: thumbprintOf(key), revoked: marker === "revoked" },
        ...matcherOf(hosts),
      });
  }
  return { keys, authorities, bad };
}

/** A key says its own type first (RFC 4253, section 6.6). */
function isKeyOf(key: Buffer, algorithm: string): boolean {
  const length = key.length > 4 ? key.readUInt32BE(0) : Number.NaN;
  return length < key.length - 4 && key.toString("latin1", 4, 4 + length) === algorithm;
}

/** Names of such a length are a name to compare. */
const NAME_LENGTH = 64;

function matcherOf(hosts: string): Pick<KnownKey, "isOf" | "names" | "weight"> {
  const hashed = HASH_FORM.exec(hosts)?.groups;
  if (hashed !== undefined) {
    const salt = Buffer.from(hashed["salt"] ?? "", "base64");
    const hash = Buffer.from(hashed["hash"] ?? "", "base64");
    const isOf = (names: readonly string[]) =>
      names.some((name) => timingSafeEqual(createHmac("sha1", salt).update(name).digest(), hash));
    return { isOf, weight: 1 };
  }
  const patterns = hosts.toLowerCase().split(",");
  const [others, own] = [true, false].map((negated) =>
    patterns
      .filter((one) => one.startsWith("!") === negated)
      .map((one) => withAddress(one.replace(/^!/, ""))),
  );
  const match = (names: readonly string[], some: readonly string[] = []) =>
    some.some((pattern) => names.some((name) => matchesPattern(name, pattern)));
  return {
    isOf: (names) => match(names, own) && !match(names, others),
    ...(!/[*?!]/.test(hosts) && own && { names: own }),
    weight: Math.ceil(hosts.length / NAME_LENGTH),
  };
}

/** As OpenSSH writes them: at another port than 22 in brackets, with the port. */
export function namesOf({ dnsHostName, ipAddress, port }: HostNames): string[] {
  return [dnsHostName, ipAddress].flatMap((name) => {
    if (name === null) return [];
    return port === SSH_PORT ? [name.toLowerCase()] : [`[${name.toLowerCase()}]:${port}`];
  });
}

/** A pattern that is an address, as addresses are kept here. */
function withAddress(pattern: string): string {
  const { host, port } = /^\[(?<host>[^[\]]+)\]:(?<port>\d{1,5})$/.exec(pattern)?.groups ?? {};
  if (host === undefined) return canonicalAddress(pattern) ?? pattern;
  const name = canonicalAddress(host) ?? host;
  return Number(port) === SSH_PORT ? name : `[${name}]:${port}`;
}
