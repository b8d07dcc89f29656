import type { HostScanJobRequest } from "@hostscan/client";

/** What holds for every host of a scan that does not say otherwise itself. */
export interface HostDefaults {
  readonly credential?: string;
  readonly credentialId?: string;
  readonly platform?: string;
  readonly port?: number;
  readonly acceptFirst?: true;
}

/** A request with what it does not say itself. */
export function withDefaults(request: HostScanJobRequest, defaults: HostDefaults): HostScanJobRequest {
  const { credential, credentialId, platform, port, acceptFirst } = defaults;
  const named = request.credentialName !== undefined;
  return {
    ...(platform !== undefined && { platformName: platform }),
    ...(port !== undefined && { sshPort: port }),
    ...(acceptFirst && { acceptThumbprintOnFirstDiscovery: true }),
    ...(!named && credential !== undefined && { credentialName: credential }),
    ...(!named && credentialId !== undefined && { credentialId }),
    ...request,
  };
}
