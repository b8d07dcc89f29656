import { SshTrustActionType } from "@hostscan/contract";
import type { MismatchAction, ScanTarget, TrustPolicy } from "@hostscan/scanner";
import type { Host } from "../database/tables.ts";
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
}

const MISMATCH_ACTIONS: Readonly<Record<SshTrustActionType, MismatchAction>> = {
  [SshTrustActionType.AlwaysTrustIgnoreThumbprint]: "trust",
  [SshTrustActionType.WarnOnThumbprintMismatch]: "warn",
  [SshTrustActionType.ErrorOnThumbprintMismatch]: "error",
};

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
      trusted: host.pinned,
    },
  };
}
