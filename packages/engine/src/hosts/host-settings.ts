import type { CertificateType, components, SshTrustActionType } from "@hostscan/contract";
import { canonicalDnsName } from "@hostscan/contract/host-name";
import type { InvalidValue } from "@hostscan/core";
import type { PlatformName } from "@hostscan/database";
import { parseThumbprint } from "@hostscan/scanner";
import { canonicalAddress, type HostName, hostIdentity } from "./identity.ts";
import { isPlatformName } from "./platform.ts";

type HostScanJobRequest = components["schemas"]["HostScanJobRequest"];

/** What a request says of one host. Null means that it does not say; the host then keeps what it has. */
export interface HostSettings {
  readonly identity: string;
  readonly dnsHostName: string | null;
  readonly ipAddress: string | null;
  readonly sshPort: number;
  readonly platform: PlatformName | null;
  readonly os: string | null;
  readonly credentialId: string | null;
  readonly credentialName: string | null;
  readonly trustAction: SshTrustActionType | null;
  readonly acceptFirstDiscovery: boolean | null;
  readonly certificateType: CertificateType | null;
  readonly trustedThumbprint: string | null;
  readonly source: string | null;
}

/** Settings, or everything that is wrong with the request by itself. */
export type ReadSettings = { readonly settings: HostSettings } | { readonly errors: readonly InvalidValue[] };

const SSH_PORT = 22;
/** What clients with a non-nullable GUID send when they mean none. */
const NIL_GUID = "00000000-0000-0000-0000-000000000000";

/** The text, or null where it says nothing. */
function stated(text: string | null | undefined): string | null {
  return text?.trim() || null;
}

/** Reads the members of one request, and collects what is wrong with them. */
class RequestReader {
  readonly #pointer: string;
  readonly errors: InvalidValue[] = [];

  constructor(pointer: string) {
    this.#pointer = pointer;
  }

  refuse(member: string, message: string): void {
    this.errors.push({ path: `${this.#pointer}${member}`, message });
  }

  /** A member's canonical form, or null where it says nothing or is refused. */
  read<T extends string>(
    member: string,
    text: string | null | undefined,
    canonical: (text: string) => T | undefined,
    message: string,
  ): T | null {
    const value = stated(text);
    if (value === null) return null;
    const result = canonical(value);
    if (result === undefined) this.refuse(`/${member}`, message);
    return result ?? null;
  }
}

function readName(request: HostScanJobRequest, reader: RequestReader): HostName | undefined {
  const { dnsHostName: dns, ipAddress: address } = request;
  const dnsHostName = reader.read("dnsHostName", dns, canonicalDnsName, "must be a DNS name");
  const ipAddress = reader.read("ipAddress", address, canonicalAddress, "must be an IPv4 or IPv6 address");
  if (dnsHostName !== null) return { dnsHostName, ipAddress };
  if (ipAddress !== null) return { dnsHostName, ipAddress };
  if (reader.errors.length === 0) reader.refuse("", "needs a dnsHostName or an ipAddress");
  return undefined;
}

const platformName = (text: string) => (isPlatformName(text) ? text : undefined);

/** Reads one request of `PostListOfIdsAsync`; `pointer` is its JSON Pointer in the body. */
export function readHostSettings(request: HostScanJobRequest, pointer: string): ReadSettings {
  const reader = new RequestReader(pointer);
  const name = readName(request, reader);
  const platform = reader.read(
    "platformName",
    request.platformName,
    platformName,
    "must be Linux, Cisco or Windows",
  );
  const trustedThumbprint = reader.read(
    "trustedThumbprint",
    request.trustedThumbprint,
    parseThumbprint,
    "must be a SHA-256 thumbprint, as in SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I",
  );
  if (name === undefined || reader.errors.length > 0) return { errors: reader.errors };
  // Were it a part of a Windows' identity, the same host could be there twice.
  const sshPort = (platform !== "Windows" && request.sshPort) || SSH_PORT;
  const credentialId = stated(request.credentialId)?.toLowerCase() ?? null;
  const settings: HostSettings = {
    ...name,
    identity: hostIdentity(name, sshPort),
    sshPort,
    platform,
    os: stated(request.os),
    credentialId: credentialId === NIL_GUID ? null : credentialId,
    credentialName: stated(request.credentialName),
    trustAction: request.sshTrustActionType ?? null,
    acceptFirstDiscovery: request.acceptThumbprintOnFirstDiscovery ?? null,
    certificateType: request.certificateType ?? null,
    trustedThumbprint,
    source: stated(request.source),
  };
  return { settings };
}
