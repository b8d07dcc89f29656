import type { Database, Host } from "@hostscan/database";
import { sql, type Transaction } from "kysely";
import type { HostSettings } from "./host-settings.ts";
import { type KnownHost, statements } from "./known-host.ts";

/**
 * Whether a request takes a host over: an Admin gives its credential to a host that others have stated all of. They may
 * have onboarded a name that is not theirs to wait for that credential: it must not go where they say, to whom they
 * trust, unless the Admin says the same.
 */
export function takesOver(
  isAdmin: boolean,
  host: Pick<Host, "stated_by_admin" | "credential_id">,
  credentialId: string | null,
): boolean {
  return credentialId !== null && credentialId !== host.credential_id && isAdmin && !host.stated_by_admin;
}

/** What a host that is taken over has from others, as long as the Admin says nothing of it: nothing of trust. */
export function clearedHost(host: KnownHost): KnownHost {
  return {
    ...host,
    target_address: null,
    trust_action: null,
    accept_first_discovery: null,
    certificate_type: null,
    pinned: {},
  };
}

/** A host that is taken over, and what the Admin says of it. */
interface TakenOver {
  readonly host: KnownHost;
  readonly settings: HostSettings;
}

/** What a host no longer has, by the names that requests have for it. */
export type Cleared = Readonly<Record<string, unknown>>;

/** What others had stated of a host, its keys aside, and the Admin does not. */
function clearedSettings({ host, settings }: TakenOver): Cleared {
  const former = {
    ipAddress: [host.target_address, settings.ipAddress],
    sshTrustActionType: [host.trust_action, settings.trustAction],
    acceptThumbprintOnFirstDiscovery: [host.accept_first_discovery, settings.acceptFirstDiscovery],
    certificateType: [host.certificate_type, settings.certificateType],
  };
  const gone = Object.entries(former).filter(([, [had, stated]]) => had !== null && stated === null);
  return Object.fromEntries(gone.map(([member, [had]]) => [member, had]));
}

/**
 * Forgets the keys of hosts that are taken over: all of one that is elsewhere now, since they were seen where others had
 * said that it is; else those that requests had stated. What the Admin states is to be pinned afterwards. Resolves to
 * all that is cleared of each host, by its id.
 */
export async function clearTakenOver(
  trx: Transaction<Database>,
  hosts: readonly TakenOver[],
): Promise<ReadonlyMap<string, Cleared>> {
  const cleared = new Map(hosts.map((one) => [one.host.id, clearedSettings(one)]));
  for (const some of statements(hosts)) {
    const given = some.map(({ host, settings }) => ({
      id: host.id,
      moved: host.target_address !== null && settings.ipAddress !== host.target_address,
      stated: settings.trustedThumbprint,
    }));
    const { rows } = await sql<{ id: string; thumbprint: string; kept: boolean }>`
      with given as (
        select * from json_to_recordset(${JSON.stringify(given)}) as given (id uuid, moved boolean, stated text)
      ), gone as (
        delete from trust_record as record using given
        where record.host_id = given.id and given.moved returning record.*
      ), unseen as (
        delete from seen_key using given where seen_key.host_id = given.id and given.moved
      ), unpinned as (
        update trust_record as record set pinned_thumbprint = null, pinned_algorithm = null, accepted_how = null,
          accepted_by = null, accepted_at = null, learnt_thumbprint = null, learnings = 0
        from given, trust_record as former
        where record.host_id = given.id and not given.moved
          and former.host_id = record.host_id and former.protocol = record.protocol
          and coalesce(record.accepted_how, 'request') = 'request'
        returning former.host_id, former.pinned_thumbprint
      ), former as (
        select host_id, pinned_thumbprint from gone union all select host_id, pinned_thumbprint from unpinned
      )
      select given.id, pinned_thumbprint as thumbprint, pinned_thumbprint is not distinct from given.stated as kept
      from former join given on given.id = former.host_id where pinned_thumbprint is not null`.execute(trx);
    for (const { id, thumbprint, kept } of rows)
      if (!kept) cleared.set(id, { ...cleared.get(id), trustedThumbprint: thumbprint });
  }
  return cleared;
}
