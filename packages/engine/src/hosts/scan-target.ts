import { SshTrustActionType } from "@hostscan/contract";
import type { Host } from "@hostscan/database";
import type { KeyProtocol, MismatchAction, ScanTarget, TrustPolicy } from "@hostscan/scanner";
import { PROTOCOLS } from "../trust/protocols.ts";
import { atPort } from "./identity.ts";
import { PLATFORMS } from "./platform.ts";

/** The columns of `host` that say how it is scanned, and the thumbprints pinned for it. */
export interface ScannedHost
  extends Pick<
    Host,
    | "dns_host_name"
    | "ip_address"
    | "ssh_port"
    | "platform"
    | "trust_action"
    | "accept_first_discovery"
    | "certificate_type"
  > {
  readonly pinned: TrustPolicy["trusted"];
  /** The type of the pinned SSH key, where the host has shown it. */
  readonly sshKeyType?: string | null;
}

/** How people call the host that is scanned: its name or address, and the port. */
export function scannedIdentity({ dns_host_name, ip_address, ssh_port }: ScannedHost): string {
  return atPort(dns_host_name ?? String(ip_address), ssh_port);
}

const MISMATCH_ACTIONS: Readonly<Record<SshTrustActionType, MismatchAction>> = {
  [SshTrustActionType.AlwaysTrustIgnoreThumbprint]: "trust",
  [SshTrustActionType.WarnOnThumbprintMismatch]: "warn",
  [SshTrustActionType.ErrorOnThumbprintMismatch]: "error",
};

/**
 * The protocol whose key was vouched for. Of a host whose platform is not known a `certificateType` without a
 * thumbprint says nothing: it is what clients send that have to send one.
 */
function vouchedProtocol(host: ScannedHost): KeyProtocol | undefined {
  const { platform, certificate_type: stated, pinned } = host;
  if (platform === "Linux" || platform === "Cisco" || stated === null) return undefined;
  const protocols = Object.keys(pinned).filter((protocol) => protocol !== "kerberos");
  if (platform === null && protocols.length === 0) return undefined;
  // Only an SSH key has a thumbprint of its form, so that it was pinned as one whatever the type.
  return protocols.length === 1 && pinned.ssh !== undefined ? "ssh" : PROTOCOLS[stated];
}

/** What the scanner is to do with a host. Where no request has said, nothing is trusted unseen. */
export function scanTarget(host: ScannedHost): ScanTarget {
  const vouchedBy = vouchedProtocol(host);
  return {
    ...(host.dns_host_name !== null && { dnsHostName: host.dns_host_name }),
    ...(host.ip_address !== null && { ipAddress: host.ip_address }),
    port: host.ssh_port,
    platform: host.platform === null ? "auto" : PLATFORMS[host.platform],
    trust: {
      onMismatch: MISMATCH_ACTIONS[host.trust_action ?? SshTrustActionType.ErrorOnThumbprintMismatch],
      acceptFirstDiscovery: host.accept_first_discovery ?? false,
      trusted: host.pinned,
      ...(host.sshKeyType && { sshKeyType: host.sshKeyType }),
      ...(vouchedBy !== undefined && { vouchedBy }),
    },
  };
}
