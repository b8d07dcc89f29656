import type { components } from "@hostscan/contract";
import type { HostRequest } from "@hostscan/core";

/** What a request says of a host: members whose null says nothing, and which the answer has no null for, left out. */
export function hostRequest({
  credentialId,
  acceptThumbprintOnFirstDiscovery: accept,
  ...said
}: components["schemas"]["HostScanJobRequest"]): HostRequest {
  return {
    ...said,
    ...(typeof credentialId === "string" && { credentialId }),
    ...(typeof accept === "boolean" && { acceptThumbprintOnFirstDiscovery: accept }),
  };
}
