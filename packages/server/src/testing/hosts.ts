import { isIP, SocketAddress } from "node:net";
import { type CertificateType, SshTrustActionType } from "@hostscan/contract";
import { canonicalDnsName } from "@hostscan/contract/host-name";
import type { Caller, HostRequest, InvalidValue } from "@hostscan/core";

/** The credentials that there are. */
export interface Credentials {
  /** In lower case. */
  readonly ids: ReadonlySet<string>;
  /** The id of the credential of a name; `id` is the one that a request names beside it. */
  named(name: string, id: string | undefined): string | undefined;
}

export const credentialId = "f568fec0-10b6-4b94-9daf-e62c50c9bf3e";

/** One credential, `linux-scan`. */
export const oneCredential: Credentials = {
  ids: new Set([credentialId]),
  named: (name) => (name === "linux-scan" ? credentialId : undefined),
};

/** What a host has of what requests say of it. */
export interface Settings {
  readonly credentialId?: string | undefined;
  readonly platformName?: string | undefined;
  readonly ipAddress?: string | undefined;
  readonly os?: string | undefined;
  readonly source?: string | undefined;
  readonly trustedThumbprint?: string | undefined;
  readonly certificateType?: CertificateType | undefined;
  readonly sshTrustActionType: SshTrustActionType;
  readonly acceptThumbprintOnFirstDiscovery: boolean;
}

/** What a host has that nobody has said anything of. */
export const defaults: Settings = {
  sshTrustActionType: SshTrustActionType.ErrorOnThumbprintMismatch,
  acceptThumbprintOnFirstDiscovery: false,
};

/** A host that somebody has onboarded. */
export interface KnownHost {
  readonly id: string;
  readonly owner: string;
  /** See {@link identityOf}. */
  readonly identity: string;
  readonly dnsHostName: string | null;
  settings: Settings;
  /** What the last scan has found. */
  found: { readonly name: string | null; readonly os: string | null; readonly version: string | null };
  /** Thumbprint of the key that it has shown last; absent until it has shown one. */
  shown?: string;
}

/** Who onboards a host, and owns it from then on. */
export type Onboarder = Pick<Caller, "subject" | "identity">;

/** A program is known by its name, whatever key it calls with. */
export const ownerOf = ({ identity, subject }: Onboarder): string => identity ?? subject;

export const newHost = (
  request: HostRequest,
  said: Partial<Settings>,
  owner: string,
  id: string,
): KnownHost => ({
  id,
  owner,
  identity: identityOf(request) ?? "",
  dnsHostName: request.dnsHostName?.trim().toLowerCase().replace(/\.$/, "") || null,
  settings: { ...defaults, ...said },
  found: { name: null, os: said.os ?? null, version: null },
});

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
export function saidBy(request: HostRequest, credentials: Credentials): Partial<Settings> {
  const members = Object.entries(request).filter(
    ([name, value]) =>
      value !== null &&
      value !== undefined &&
      String(value).trim() !== "" &&
      !(name === "credentialId" && value === NOTHING),
  );
  const { credentialName: named, credentialId: id, ...others } = Object.fromEntries(members);
  const said: Partial<Settings> = {
    ...others,
    ...(typeof others["ipAddress"] === "string" && { ipAddress: canonicalAddress(others["ipAddress"]) }),
    ...(typeof others["trustedThumbprint"] === "string" && {
      trustedThumbprint: canonicalThumbprint(others["trustedThumbprint"]),
    }),
  };
  if (id !== undefined) return { ...said, credentialId: String(id).toLowerCase() };
  return named === undefined ? said : { ...said, credentialId: credentials.named(String(named), undefined) };
}

/** An address in its one form; what is none stays as it is. */
function canonicalAddress(text: string): string {
  const address = text.trim();
  const version = isIP(address);
  return version === 0
    ? address
    : new SocketAddress({ address, family: version === 6 ? "ipv6" : "ipv4" }).address;
}

/** A thumbprint as OpenSSH prints it, also of one in hexadecimal digits; what is none stays as it is. */
export function canonicalThumbprint(text: string): string {
  const hex = text.trim().replaceAll(":", "");
  return /^[0-9A-Fa-f]{64}$/.test(hex)
    ? `SHA256:${Buffer.from(hex, "hex").toString("base64").replace(/=$/, "")}`
    : text.trim().replace(/=$/, "");
}

/** By what a host is known: its name, or else its address, and its port, which a Windows has none of. */
export function identityOf({
  dnsHostName,
  ipAddress,
  sshPort,
  platformName,
}: HostRequest): string | undefined {
  const name = dnsHostName?.trim().toLowerCase().replace(/\.$/, "") || canonicalAddress(ipAddress ?? "");
  return name ? `${name} ${(platformName !== "Windows" && sshPort) || 22}` : undefined;
}

export const isDnsName = (text: string): boolean => canonicalDnsName(text.trim()) !== undefined;

const isThumbprint = (text: string): boolean =>
  /^SHA256:[A-Za-z0-9+/]{43}=?$/.test(text) ||
  /^([0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}$|^[0-9A-Fa-f]{64}$/.test(text);

export const namesNoCredential = ({ ids }: Credentials): string =>
  `names no credential; there is ${[...ids].join(", ")}`;

/** What a request itself gets wrong, whatever is known of its host, by member; "" where it is the whole. */
export function faultsOf(
  request: HostRequest,
  credentials: Credentials,
): readonly (readonly [member: string, message: string])[] {
  const [name = "", address = "", named = ""] = [
    request.dnsHostName,
    request.ipAddress,
    request.credentialName,
  ].map((text) => text?.trim() ?? "");
  const { platformName, trustedThumbprint } = saidBy(request, credentials);
  const id =
    request.credentialId && request.credentialId !== NOTHING ? request.credentialId.toLowerCase() : undefined;
  const ofName = named && credentials.named(request.credentialName ?? "", id);
  const wrong = (is: boolean, member: string, message: string) => (is ? [[member, message] as const] : []);
  return [
    ...wrong(!name && !address, "", "names no host"),
    ...wrong(Boolean(name) && !isDnsName(name), "dnsHostName", "must be a DNS name"),
    ...wrong(Boolean(address) && isIP(address) === 0, "ipAddress", "must be an IPv4 or IPv6 address"),
    ...wrong(
      platformName !== undefined && !platforms.includes(platformName),
      "platformName",
      "must be Linux, Cisco or Windows",
    ),
    ...wrong(
      trustedThumbprint !== undefined && !isThumbprint(trustedThumbprint),
      "trustedThumbprint",
      "is no thumbprint",
    ),
    ...wrong(id !== undefined && !credentials.ids.has(id), "credentialId", namesNoCredential(credentials)),
    ...wrong(ofName === undefined, "credentialName", "names no credential"),
    ...wrong(
      Boolean(ofName) && id !== undefined && ofName !== id,
      "credentialName",
      "names another credential",
    ),
  ];
}

/** What a request says of a host of somebody else's, and this is not so. */
export function statedOtherwise(host: KnownHost, said: Partial<Settings>, pointer: string): InvalidValue[] {
  return owned
    .filter((member) => said[member] !== undefined && said[member] !== host.settings[member])
    .map((member) => ({
      path: `${pointer}/${member}`,
      message: "is not what the host has, which only its owner or an Admin may change",
    }));
}

/** The requests of a call that name the same host as an earlier one. */
export function namedTwice(requests: readonly HostRequest[]): InvalidValue[] {
  const firsts = new Map<string, number>();
  return requests.flatMap((request, i) => {
    const name = identityOf(request);
    const first = name === undefined ? i : (firsts.get(name) ?? i);
    if (name !== undefined) firsts.set(name, first);
    return first < i ? [{ path: `/${i}`, message: `names the same host as /${first}` }] : [];
  });
}

/** The members of a row that have errors of their own; the others' are told of the host's name. */
const judged = ["dnsHostName", "ipAddress", "platformName", "credentialName"];

/** A row as it was sent, with what is wrong with it. */
export function validatedRow(row: HostRequest, errors: readonly InvalidValue[]) {
  const told = errors.map(({ path, message }) => {
    const [, , wrong = "dnsHostName"] = path.split("/");
    return { member: wrong === "credentialId" ? "credentialName" : wrong, message };
  });
  const error = (member: string) =>
    told.find((each) => each.member === member && judged.includes(member))?.message ?? null;
  return {
    ...row,
    dnsHostNameError: error("dnsHostName"),
    ipAddressError: error("ipAddress"),
    platformNameError: error("platformName"),
    credentialNameError: error("credentialName"),
  };
}
