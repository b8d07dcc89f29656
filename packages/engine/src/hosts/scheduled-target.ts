import { SshTrustActionType } from "@hostscan/contract";
import type { ScheduledTarget, TargetKey } from "@hostscan/database";
import type { TrustProtocol } from "@hostscan/scanner";
import { sql } from "kysely";
import type { ScannedHost } from "./scan-target.ts";

/** SQL that gives the {@link ScheduledTarget} of a row of the table `host`, as it is now. */
export const targetNow = sql<ScheduledTarget>`
  jsonb_strip_nulls(jsonb_build_object(
    'address', host.ip_address, 'port', host.ssh_port, 'platform', host.platform,
    'credentialId', host.credential_id, 'trustAction', host.trust_action,
    'acceptFirstDiscovery', host.accept_first_discovery, 'certificateType', host.certificate_type,
    'keys', (
      select jsonb_object_agg(protocol, jsonb_build_object(
        'pinned', pinned_thumbprint, 'learnt', learnt_thumbprint, 'learnings', learnings))
      from trust_record where host_id = host.id and pinned_thumbprint is not null
    )
  ))`;

const strictness = ({ trustAction = SshTrustActionType.ErrorOnThumbprintMismatch }: ScheduledTarget) =>
  trustAction;

/**
 * The key that the host must show by a protocol. What was learnt since counts, however it came to be known. Else the job
 * keeps what it was scheduled with; and where that was nothing, and the host has not moved, what was stated since.
 */
function expectedKey(scheduled: TargetKey | undefined, now: TargetKey | undefined, moved: boolean) {
  if ((now?.learnings ?? 0) > (scheduled?.learnings ?? 0)) return now?.learnt;
  return scheduled?.pinned ?? (moved ? undefined : now?.pinned);
}

/**
 * How a job scans a host that requests may have changed since it was scheduled. It goes to where it was to go, as what
 * and with the account that it was to. Of trust, the stricter counts: of what was asked for then and what is asked for
 * now, as long as the host is still in the same place. Of a host that was moved, the later settings are of elsewhere.
 */
export function scannedHost(
  dnsHostName: string | null,
  scheduled: ScheduledTarget,
  now: ScheduledTarget,
): ScannedHost {
  const moved = scheduled.address !== now.address || scheduled.port !== now.port;
  const pinned: Partial<Record<TrustProtocol, string>> = {};
  for (const protocol of ["ssh", "winrm", "rdp", "kerberos"] as const) {
    const key = expectedKey(scheduled.keys?.[protocol], now.keys?.[protocol], moved);
    if (key !== undefined) pinned[protocol] = key;
  }
  const accept = scheduled.acceptFirstDiscovery ?? null;
  return {
    dns_host_name: dnsHostName,
    ip_address: scheduled.address ?? null,
    ssh_port: scheduled.port,
    platform: scheduled.platform ?? null,
    // The greater, the stricter.
    trust_action: moved ? strictness(scheduled) : maxAction(strictness(scheduled), strictness(now)),
    accept_first_discovery: moved ? accept : accept && (now.acceptFirstDiscovery ?? false),
    certificate_type: scheduled.certificateType ?? null,
    pinned,
  };
}

function maxAction(one: SshTrustActionType, other: SshTrustActionType): SshTrustActionType {
  return one > other ? one : other;
}
