import { sql } from "kysely";
import type { Acceptance } from "./acceptance.ts";
import { PROTOCOLS } from "./protocols.ts";

const HOW: Acceptance = "request";

/**
 * The protocol of a stated thumbprint, as SQL. Only an SSH key has a thumbprint in OpenSSH's form, and Linux and Cisco
 * show no certificate, whatever the type: clients send its zero when they mean nothing.
 */
const statedProtocol = sql`
  case when given."trustedThumbprint" like 'SHA256:%' or onboarded.platform in ('Linux', 'Cisco') then 'ssh'
    else coalesce(${JSON.stringify(PROTOCOLS)}::jsonb ->> onboarded.certificate_type::text, 'winrm') end`;

/**
 * Pins the thumbprints that a request states, as part of the statement that onboards its hosts: of `given` (what the
 * request says) and `onboarded` (the hosts as they are then). To state the pin that is there already changes nothing,
 * least of all who accepted it.
 */
export function pinStated(subject: string) {
  return sql`
    insert into trust_record as record (
      host_id, protocol, pinned_thumbprint, accepted_how, accepted_by, accepted_at
    )
    select onboarded.id, ${statedProtocol}, given."trustedThumbprint", ${HOW}, ${subject}, now()
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
