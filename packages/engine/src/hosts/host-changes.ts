import { CertificateType, type components, SshTrustActionType } from "@hostscan/contract";
import type { InvalidValue } from "@hostscan/core";
import { asSshThumbprint, sameThumbprint } from "@hostscan/scanner";
import { statedProtocol } from "../trust/pin-stated.ts";
import type { HostSettings } from "./host-settings.ts";
import type { KnownHost } from "./known-host.ts";
import type { PlacedSettings } from "./read-hosts.ts";

/** A setting of a known host that a request states otherwise than the host has it. */
export interface HostChange {
  /** Its place in the request. */
  readonly member: keyof components["schemas"]["HostScanJobRequest"];
  readonly from: string | number | boolean | null;
  readonly to: string | number | boolean;
  /** What the host has comes to the same: it only was not stated yet. */
  readonly inEffectSame?: boolean;
}

/** Whether a change is of where a host is, or of what is trusted of it. */
export function statesPlaceOrTrust({ member, inEffectSame = false }: HostChange): boolean {
  return !inEffectSame && !["platformName", "credentialId", "credentialName"].includes(member);
}

/** Whose credential and source a known host has afterwards, where both it and the request have them. */
export type Precedence = "request" | "host";

/** What counts where no request has said which certificate was vouched for. */
const certificateInEffect = ({ platform, certificate_type: stated }: KnownHost): CertificateType =>
  stated ?? (platform === "Linux" || platform === "Cisco" ? CertificateType.SSH : CertificateType.WinRM);

/** The pin that a request states, by the protocol that the host shows it by; undefined where it states none. */
export function pinOf(host: KnownHost, { trustedThumbprint, ...stated }: HostSettings) {
  if (trustedThumbprint === null) return undefined;
  const platform = stated.platform ?? host.platform;
  const certificateType = stated.certificateType ?? host.certificate_type;
  const protocol = statedProtocol({ thumbprint: trustedThumbprint, platform, certificateType });
  return {
    protocol,
    thumbprint: protocol === "ssh" ? asSshThumbprint(trustedThumbprint) : trustedThumbprint,
  };
}

/** What a request says of a host that has a say of its own, where the host goes before. */
export function giving(host: KnownHost, settings: HostSettings, precedence: Precedence): HostSettings {
  if (precedence === "request") return settings;
  const { credential_id, source } = host;
  return {
    ...settings,
    credentialId: credential_id === null ? settings.credentialId : null,
    source: source === null ? settings.source : null,
  };
}

/** What a request states of a known host otherwise than the host has it. An address is as `hostIdentity` reads it. */
export function changesOf(host: KnownHost, stated: HostSettings): HostChange[] {
  const changes: HostChange[] = [];
  function compare<T extends string | number | boolean>(
    member: HostChange["member"],
    from: T | null,
    to: T | null,
    inEffect?: T,
  ) {
    if (to === null || to === from) return;
    changes.push({ member, from, to, ...(from === null && to === inEffect && { inEffectSame: true }) });
  }
  const action = SshTrustActionType.ErrorOnThumbprintMismatch;
  compare("ipAddress", host.target_address, stated.ipAddress);
  compare("platformName", host.platform, stated.platform);
  compare(
    stated.credentialName === null ? "credentialId" : "credentialName",
    host.credential_id,
    stated.credentialId,
  );
  compare("sshTrustActionType", host.trust_action, stated.trustAction, action);
  compare(
    "acceptThumbprintOnFirstDiscovery",
    host.accept_first_discovery,
    stated.acceptFirstDiscovery,
    false,
  );
  compare("certificateType", host.certificate_type, stated.certificateType, certificateInEffect(host));
  const pin = pinOf(host, stated);
  const pinned = pin && host.pinned[pin.protocol];
  if (pin !== undefined && (pinned === undefined || !sameThumbprint(pinned, pin.thumbprint)))
    changes.push({ member: "trustedThumbprint", from: pinned ?? null, to: pin.thumbprint });
  return changes;
}

const REFUSAL = "is not what the host has, which only its owner or an Admin may change";

/** Refuses, at their places in the request, changes of a host by somebody who may not make them. */
export function refuseChanges(
  { pointer }: Pick<PlacedSettings, "pointer">,
  changes: readonly HostChange[],
): InvalidValue[] {
  return changes
    .filter(({ inEffectSame = false }) => !inEffectSame)
    .map(({ member }) => ({ path: `${pointer}/${member}`, message: REFUSAL }));
}
