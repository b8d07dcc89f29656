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

/** The protocol of the host's one pin. Only an SSH thumbprint has a prefix; Linux and Cisco show no certificate. */
export function pinnedProtocol(
  host: Pick<ScannedHost, "platform" | "certificate_type" | "trusted_thumbprint">,
): TrustProtocol {
  if (host.platform !== null || host.trusted_thumbprint?.startsWith("SHA256:")) return "ssh";
  return TRUST_PROTOCOLS[host.certificate_type ?? CertificateType.SSH];
}

/** What the scanner is to do with a host. Where no request has said, nothing is trusted unseen. */
export function scanTarget(host: ScannedHost): ScanTarget {
  return {
    ...(host.dns_host_name !== null && { dnsHostName: host.dns_host_name }),
    ...(host.ip_address !== null && { ipAddress: host.ip_address }),
    port: host.ssh_port,
    platform: PLATFORMS[host.platform ?? "Linux"],
    trust: {
      onMismatch: MISMATCH_ACTIONS[host.trust_action ?? SshTrustActionType.ErrorOnThumbprintMismatch],
      acceptFirstDiscovery: host.accept_first_discovery ?? false,
      trusted: host.trusted_thumbprint === null ? {} : { [pinnedProtocol(host)]: host.trusted_thumbprint },
    },
  };
}
