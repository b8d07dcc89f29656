import { CertificateType, SshTrustActionType } from "@hostscan/contract";
import type { MismatchAction, ScanTarget, TrustProtocol } from "@hostscan/scanner";
import type { Host } from "../database/tables.ts";
import { PLATFORMS } from "./platform.ts";

/** The columns of `host` that say how it is scanned. */
export type ScannedHost = Pick<
  Host,
  | "dns_host_name"
  | "ip_address"
  | "ssh_port"
  | "platform"
  | "trust_action"
  | "accept_first_discovery"
  | "certificate_type"
  | "trusted_thumbprint"
>;

const MISMATCH_ACTIONS: Readonly<Record<SshTrustActionType, MismatchAction>> = {
  [SshTrustActionType.AlwaysTrustIgnoreThumbprint]: "trust",
  [SshTrustActionType.WarnOnThumbprintMismatch]: "warn",
  [SshTrustActionType.ErrorOnThumbprintMismatch]: "error",
};

const TRUST_PROTOCOLS: Readonly<Record<CertificateType, TrustProtocol>> = {
  [CertificateType.WinRM]: "winrm",
  [CertificateType.RDP]: "rdp",
  [CertificateType.SSH]: "ssh",
};

/** What says which of a host's keys is meant. */
type PinnedHost = Pick<ScannedHost, "platform" | "certificate_type" | "trusted_thumbprint">;

/** The protocol of the host's one pin. Only an SSH thumbprint has a prefix; Linux and Cisco show no certificate. */
export function pinnedProtocol(host: PinnedHost): TrustProtocol {
  const { platform, certificate_type: stated, trusted_thumbprint: pin } = host;
  if (platform === "Linux" || platform === "Cisco" || pin?.startsWith("SHA256:")) return "ssh";
  if (stated !== null) return TRUST_PROTOCOLS[stated];
  return platform === "Windows" || pin !== null ? "winrm" : "ssh";
}

/**
 * The protocol whose key was vouched for. Of a host whose platform is not known a `certificateType` without a
 * thumbprint says nothing: it is what clients send that have to send one.
 */
function vouchedProtocol(host: PinnedHost): TrustProtocol | undefined {
  if (host.platform === "Linux" || host.platform === "Cisco" || host.certificate_type === null)
    return undefined;
  return host.platform === null && host.trusted_thumbprint === null ? undefined : pinnedProtocol(host);
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
      trusted: host.trusted_thumbprint === null ? {} : { [pinnedProtocol(host)]: host.trusted_thumbprint },
      ...(vouchedBy !== undefined && { vouchedBy }),
    },
  };
}
