import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database } from "@hostscan/database";
import { sql, type Transaction } from "kysely";
import { pinStated } from "../trust/pin-stated.ts";
import { auditHosts, type ChangedHost, type TouchedBy, type TouchedHost } from "./audit-hosts.ts";
import { pinOf, statesPlaceOrTrust } from "./host-changes.ts";
import { type HostSnapshot, snapshotColumns } from "./host-snapshot.ts";
import { statements } from "./known-host.ts";
import { type Cleared, clearedHost, clearTakenOver } from "./take-over.ts";

/** The members of `HostSettings` that are written, and what becomes of the host, as a record of JSON. */
export const settingsRecord = sql`(
  id uuid, identity text, "dnsHostName" text, "ipAddress" text, "sshPort" integer, platform text, os text,
  "credentialId" uuid, "trustAction" smallint, "acceptFirstDiscovery" boolean, "certificateType" smallint, source text,
  "takenOver" boolean, "statesPlaceOrTrust" boolean
)`;

/** Gives known hosts what is stated of them; resolves to them as they are then. */
async function updateKnown(trx: Transaction<Database>, changed: readonly ChangedHost[], by: TouchedBy) {
  const updated: HostSnapshot[] = [];
  for (const some of statements(changed)) {
    const given = JSON.stringify(
      some.map(({ host, settings, changes, takenOver }) => ({
        ...settings,
        ...{ id: host.id, takenOver, statesPlaceOrTrust: changes.some(statesPlaceOrTrust) },
      })),
    );
    // Of a host that is taken over, what is not stated is cleared.
    const { rows } = await sql<HostSnapshot>`
      update host set
        owner = case when "takenOver" and owner is not null then ${by.owner} else owner end,
        stated_by_admin = "takenOver" or stated_by_admin and (${by.isAdmin}::boolean or not "statesPlaceOrTrust"),
        ip_address = coalesce(given."ipAddress", case when not "takenOver" then host.ip_address end),
        platform = coalesce(given.platform, host.platform),
        os = coalesce(host.os, given.os),
        credential_id = coalesce(given."credentialId", host.credential_id),
        trust_action = coalesce(given."trustAction", case when not "takenOver" then host.trust_action end),
        accept_first_discovery = coalesce(
          given."acceptFirstDiscovery", case when not "takenOver" then host.accept_first_discovery end),
        certificate_type = coalesce(
          given."certificateType", case when not "takenOver" then host.certificate_type end),
        source = coalesce(given.source, host.source),
        updated_at = now()
      from json_to_recordset(${given}) as given ${settingsRecord}
      where host.id = given.id returning ${snapshotColumns}`.execute(trx);
    updated.push(...rows);
    await nextTurn();
  }
  return updated;
}

/** Pins what is stated of hosts, where something is. */
async function pin(trx: Transaction<Database>, touched: readonly TouchedHost[], by: TouchedBy) {
  const pins = touched.flatMap(({ host, settings, takenOver = false }) => {
    const stated = pinOf(takenOver ? clearedHost(host) : host, settings);
    return stated === undefined ? [] : [{ hostId: host.id, ...stated }];
  });
  for (const some of statements(pins)) await pinStated(trx, some, by.subject);
}

/** What came of changing hosts. */
export interface ChangedHosts {
  /** The known ones, as they are then. */
  readonly updated: readonly HostSnapshot[];
  /** What those that are taken over have no longer, by their ids. */
  readonly cleared: ReadonlyMap<string, Cleared>;
}

/**
 * Gives known hosts, which must be locked, what is stated of them, pins the keys that are stated of them and of the ones
 * made just now, and audits it all.
 */
export async function changeHosts(
  trx: Transaction<Database>,
  hosts: { readonly created: readonly TouchedHost[]; readonly changed: readonly ChangedHost[] },
  by: TouchedBy,
): Promise<ChangedHosts> {
  const { created, changed } = hosts;
  const updated = await updateKnown(trx, changed, by);
  const takenOver = changed.filter((one) => one.takenOver);
  const cleared = await clearTakenOver(trx, takenOver);
  await pin(trx, [...created, ...changed], by);
  await auditHosts(trx, by, { created, changed, cleared });
  return { updated, cleared };
}
