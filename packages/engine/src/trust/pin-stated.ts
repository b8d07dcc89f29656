import { CertificateType } from "@hostscan/contract";
import type { TrustProtocol } from "@hostscan/scanner";
import { sql } from "kysely";
import type { Acceptance } from "./acceptance.ts";

const HOW: Acceptance = "request";

/** By which protocol a host shows what the API calls a type of certificate. */
const PROTOCOLS: Readonly<Record<CertificateType, TrustProtocol>> = {
  [CertificateType.WinRM]: "winrm",
  [CertificateType.RDP]: "rdp",
  [CertificateType.SSH]: "ssh",
};

/**
 * Pins the thumbprints that a request states, as part of the statement that onboards its hosts: of `given` (what the
 * request says) and `onboarded` (the hosts with their certificate types, SSH where none was ever stated). Only an SSH key
 * has a thumbprint in OpenSSH's form, whatever the type: clients send its zero when they mean nothing. To state the pin
 * that is there already changes nothing, least of all who accepted it.
 */
export function pinStated(subject: string) {
  const protocols = JSON.stringify(PROTOCOLS);
  return sql`
    insert into trust_record as record (
      host_id, protocol, pinned_thumbprint, accepted_how, accepted_by, accepted_at
    )
    select onboarded.id,
      case when given."trustedThumbprint" like 'SHA256:%' then 'ssh'
        else ${protocols}::jsonb ->> coalesce(onboarded.certificate_type, ${CertificateType.SSH})::text end,
      given."trustedThumbprint", ${HOW}, ${subject}, now()
    from onboarded join given using (identity) where given."trustedThumbprint" is not null
    on conflict (host_id, protocol) do update set
      pinned_thumbprint = excluded.pinned_thumbprint,
      pinned_algorithm =
        case when record.observed_thumbprint = excluded.pinned_thumbprint then record.observed_algorithm end,
      accepted_how = excluded.accepted_how,
      accepted_by = excluded.accepted_by,
      accepted_at = excluded.accepted_at
    where record.pinned_thumbprint is distinct from excluded.pinned_thumbprint`;
}
