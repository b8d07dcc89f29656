import type { CertificateType } from "@hostscan/contract";
import type { Acceptance, Database, PlatformName } from "@hostscan/database";
import type { KeyProtocol } from "@hostscan/scanner";
import { sql, type Transaction } from "kysely";
import { PROTOCOLS } from "./protocols.ts";

const HOW: Acceptance = "request";

/** A thumbprint that a request states, and what is known of the host that it is to be shown by. */
interface StatedThumbprint {
  readonly thumbprint: string;
  readonly platform: PlatformName | null;
  readonly certificateType: CertificateType | null;
}

/**
 * The protocol of a stated thumbprint. Only an SSH key has a thumbprint in OpenSSH's form, and Linux and Cisco show no
 * certificate, whatever the type: clients send its zero when they mean nothing.
 */
export function statedProtocol({ thumbprint, platform, certificateType }: StatedThumbprint): KeyProtocol {
  if (thumbprint.startsWith("SHA256:") || platform === "Linux" || platform === "Cisco") return "ssh";
  return certificateType === null ? "winrm" : PROTOCOLS[certificateType];
}

/** A thumbprint to pin. */
export interface StatedPin {
  readonly hostId: string;
  readonly protocol: KeyProtocol;
  readonly thumbprint: string;
}

/**
 * Pins thumbprints that a request states; who stated them is the `subject` of its token. To state the pin that is there
 * already changes nothing, least of all who accepted it.
 */
export async function pinStated(
  trx: Transaction<Database>,
  pins: readonly StatedPin[],
  subject: string,
): Promise<void> {
  if (pins.length === 0) return;
  await sql`
    insert into trust_record as record (
      host_id, protocol, pinned_thumbprint, accepted_how, accepted_by, accepted_at
    )
    select "hostId", protocol, thumbprint, ${HOW}, ${subject}, now()
    from json_to_recordset(${JSON.stringify(pins)}) as stated ("hostId" uuid, protocol text, thumbprint text)
    on conflict (host_id, protocol) do update set
      pinned_thumbprint = excluded.pinned_thumbprint,
      pinned_algorithm =
        case when record.observed_thumbprint = excluded.pinned_thumbprint then record.observed_algorithm end,
      accepted_how = excluded.accepted_how,
      accepted_by = excluded.accepted_by,
      accepted_at = excluded.accepted_at
    where record.pinned_thumbprint is distinct from excluded.pinned_thumbprint`.execute(trx);
}
