import type { PlatformName } from "@hostscan/database";
import type { NamedHost } from "../credentials/scope.ts";
import type { UsableCredential } from "../credentials/usable-credential.ts";

/** A host as it is to be scanned. */
export interface HostToScan extends NamedHost {
  readonly sshPort: number;
  readonly platform: PlatformName | null;
}

/** Where WS-Man is spoken to (IANA: wsmans, wsman). */
const WSMAN_PORTS = [5986, 5985];

function portsOf({ platform, sshPort }: HostToScan): readonly number[] {
  if (platform === "Windows") return WSMAN_PORTS;
  return platform === null ? [sshPort, ...WSMAN_PORTS] : [sshPort];
}

/**
 * What of a host says already that its credential will never be presented to it; undefined where that will be known
 * when a connection is open.
 */
export function scopeProblem(
  { name, scope }: UsableCredential,
  host: HostToScan,
):
  | { readonly member: "dnsHostName" | "ipAddress" | "sshPort" | "platformName"; readonly message: string }
  | undefined {
  const verdict = scope.couldHold(host, portsOf(host));
  if (verdict === "maybe") return undefined;
  const outside = `is outside the scope of the credential ${name}`;
  if (verdict === "elsewhere") {
    return { member: host.ipAddress === null ? "dnsHostName" : "ipAddress", message: outside };
  }
  if (host.platform === "Windows") {
    return {
      member: "platformName",
      message: `is reached by ports that are outside the scope of the credential ${name}`,
    };
  }
  return { member: "sshPort", message: `is a port outside the scope of the credential ${name}` };
}
