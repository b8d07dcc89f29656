import { CertificateType, type components } from "@hostscan/contract";
import { type CallContext, callerName } from "@hostscan/core";
import { callerActor } from "@hostscan/database";
import type { TrustProtocol } from "@hostscan/scanner";
import type { ShownKey, Truster } from "../trust/trust-store.ts";
import type { NewKey } from "../trust-review/review.ts";

/** What the API calls what is shown by a protocol; a name that was proved by Kerberos is none of them. */
export const TYPES: Readonly<Record<TrustProtocol, CertificateType | null>> = {
  ssh: CertificateType.SSH,
  winrm: CertificateType.WinRM,
  rdp: CertificateType.RDP,
  kerberos: null,
};

/** Who trusts by a call: an administrator, as by the command. */
export const trusterOf = ({ caller, requestId }: CallContext): Truster => ({
  actor: { ...callerActor(caller), requestId },
  name: callerName(caller),
});

/** Whether what was trusted before is what the review told: else it would undo what nobody has seen. */
export const isAsReviewed = (keys: readonly NewKey[], former: readonly (string | null)[]): boolean =>
  keys.every(({ instead }, index) => former[index] === instead);

/** What is trusted of hosts now, as the API tells it. */
export function toldTrusted(
  keys: readonly ShownKey[],
  former: readonly (string | null)[],
): components["schemas"]["HostTrusted"][] {
  return keys.map(({ hostId, identity, protocol, thumbprint }, index) => ({
    ...{ hostId, hostName: identity, certificateType: TYPES[protocol], trustedThumbprint: thumbprint },
    formerThumbprint: former[index] ?? null,
  }));
}
