import { isIP } from "node:net";
import type { HostScanJobRequest } from "@hostscan/client";
import { SshTrustActionType } from "@hostscan/contract";
import { canonicalDnsName } from "@hostscan/contract/host-name";
import type { InvalidValue } from "@hostscan/core";

export const credentialId = "f568fec0-10b6-4b94-9daf-e62c50c9bf3e";
const credentialName = "linux-scan";

/** What a host has of what requests say of it. */
export interface Settings {
  readonly credentialId?: string | undefined;
  readonly platformName?: string | undefined;
  readonly ipAddress?: string | undefined;
  readonly os?: string | undefined;
  readonly trustedThumbprint?: string | undefined;
  readonly certificateType?: number | undefined;
  readonly sshTrustActionType: number;
  readonly acceptThumbprintOnFirstDiscovery: boolean;
}

/** A host that somebody has onboarded. */
export interface KnownHost {
  readonly id: string;
  readonly owner: string;
  /** See {@link identityOf}. */
  readonly identity: string;
  readonly dnsHostName: string | null;
  settings: Settings;
  /** What the last scan has found. */
  found: { name: string | null; os: string | null; version: string | null };
}

/** The members of a request that only a host's owner, or an Admin, may state otherwise than the host has them. */
const owned = [
  "ipAddress",
  "platformName",
  "credentialId",
  "trustedThumbprint",
  "certificateType",
  "sshTrustActionType",
  "acceptThumbprintOnFirstDiscovery",
] as const;

const platforms = ["Linux", "Cisco", "Windows"];

const NOTHING = "00000000-0000-0000-0000-000000000000";

/** What a request says: a member that is null or blank says nothing. */
export function saidBy(request: HostScanJobRequest): Partial<Settings> {
  const members = Object.entries(request).filter(
    ([name, value]) =>
      value !== null &&
      value !== undefined &&
      String(value).trim() !== "" &&
      !(name === "credentialId" && value === NOTHING),
  );
  const { credentialName: named, credentialId: id, ...said } = Object.fromEntries(members);
  if (id === undefined && named === undefined) return said;
  return { ...said, credentialId: id === undefined ? credentialId : String(id).toLowerCase() };
}

/** By what a host is known: its name, or else its address, and its port. */
export function identityOf({ dnsHostName, ipAddress, sshPort }: HostScanJobRequest): string | undefined {
  const name = dnsHostName?.trim().toLowerCase().replace(/\.$/, "") || ipAddress?.trim();
  return name ? `${name} ${sshPort || 22}` : undefined;
}

export const isDnsName = (text: string): boolean => canonicalDnsName(text.trim()) !== undefined;

const isThumbprint = (text: string): boolean =>
  /^SHA256:[A-Za-z0-9+/]{43}=?$/.test(text) ||
  /^([0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}$|^[0-9A-Fa-f]{64}$/.test(text);

/** What a request itself gets wrong, whatever is known of its host, by member; "" where it is the whole. */
export function faultsOf(
  request: HostScanJobRequest,
): readonly (readonly [member: string, message: string])[] {
  const { credentialName: named } = request;
  const [name = "", address = ""] = [request.dnsHostName, request.ipAddress].map(
    (text) => text?.trim() ?? "",
  );
  const said = saidBy(request);
  const credential =
    request.credentialId && request.credentialId !== NOTHING ? request.credentialId.toLowerCase() : undefined;
  const wrong = (is: boolean, member: string, message: string) => (is ? [[member, message] as const] : []);
  return [
    ...wrong(identityOf(request) === undefined, "", "names no host"),
    ...wrong(Boolean(name) && !isDnsName(name), "dnsHostName", "must be a DNS name"),
    ...wrong(Boolean(address) && isIP(address) === 0, "ipAddress", "must be an IPv4 or IPv6 address"),
    ...wrong(
      said.platformName !== undefined && !platforms.includes(said.platformName),
      "platformName",
      "must be Linux, Cisco or Windows",
    ),
    ...wrong(
      said.trustedThumbprint !== undefined && !isThumbprint(said.trustedThumbprint),
      "trustedThumbprint",
      "is no thumbprint",
    ),
    ...wrong(credential !== undefined && credential !== credentialId, "credentialId", "names no credential"),
    ...wrong(Boolean(named?.trim()) && named !== credentialName, "credentialName", "names no credential"),
  ];
}

/** What a host has that nobody has said anything of. */
export const defaults: Settings = {
  sshTrustActionType: SshTrustActionType.ErrorOnThumbprintMismatch,
  acceptThumbprintOnFirstDiscovery: false,
};

/** What a request says of a host of somebody else's, and this is not so. */
export function statedOtherwise(host: KnownHost, said: Partial<Settings>, place: string): InvalidValue[] {
  return owned
    .filter((member) => said[member] !== undefined && said[member] !== host.settings[member])
    .map((member) => ({ path: `${place}/${member}`, message: "is not what the host has" }));
}

/** The requests of a call that name the same host as an earlier one. */
export function namedTwice(requests: readonly HostScanJobRequest[]): InvalidValue[] {
  const firsts = new Map<string, number>();
  return requests.flatMap((request, i) => {
    const name = identityOf(request);
    const first = name === undefined ? i : (firsts.get(name) ?? i);
    if (name !== undefined) firsts.set(name, first);
    return first < i ? [{ path: `/${i}`, message: `names the same host as /${first}` }] : [];
  });
}
