import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { sql, type Transaction } from "kysely";
import type { Database } from "../database/tables.ts";
import { pinStated } from "../trust/pin-stated.ts";
import type { HostSettings } from "./host-settings.ts";
import { type HostSnapshot, snapshotColumns } from "./host-snapshot.ts";

/** Settings whose credential, if any, is known by its id. */
export type ResolvedSettings = Omit<HostSettings, "credentialName">;

/** Whose credential and source a known host has afterwards, where both it and the request have them. */
export type Precedence = "request" | "host";

/** Who onboards hosts, and how. */
export interface Onboarding {
  readonly precedence: Precedence;
  /** The subject of the caller's token. */
  readonly subject: string;
}

/** Rows per statement: large enough to be cheap, small enough not to hold up the event loop. */
const ROWS_PER_STATEMENT = 1_000;

const origin = {
  request: sql`
      credential_id = coalesce(excluded.credential_id, host.credential_id),
      source = coalesce(excluded.source, host.source)`,
  host: sql`
      credential_id = coalesce(host.credential_id, excluded.credential_id),
      source = coalesce(host.source, excluded.source)`,
} satisfies Record<Precedence, unknown>;

function upsert(trx: Transaction<Database>, settings: readonly ResolvedSettings[], onboarding: Onboarding) {
  const given = JSON.stringify(settings.map((host) => ({ id: randomUUID(), ...host })));
  return sql<HostSnapshot>`
    with given as materialized (
      select * from json_to_recordset(${given}) as given (
        id uuid, identity text, "dnsHostName" text, "ipAddress" text, "sshPort" integer, platform text, os text,
        "credentialId" uuid, "trustAction" smallint, "acceptFirstDiscovery" boolean, "certificateType" smallint,
        source text, "trustedThumbprint" text
      )
    ), onboarded as (
      insert into host (
        id, identity, dns_host_name, ip_address, ssh_port, platform, os, credential_id,
        trust_action, accept_first_discovery, certificate_type, source
      )
      select id, identity, "dnsHostName", "ipAddress", "sshPort", platform, os, "credentialId",
        "trustAction", "acceptFirstDiscovery", "certificateType", source
      from given order by identity collate "C"
      on conflict (identity) do update set
        ip_address = coalesce(excluded.ip_address, host.ip_address),
        platform = coalesce(excluded.platform, host.platform),
        os = coalesce(host.os, excluded.os),
        trust_action = coalesce(excluded.trust_action, host.trust_action),
        accept_first_discovery = coalesce(excluded.accept_first_discovery, host.accept_first_discovery),
        certificate_type = coalesce(excluded.certificate_type, host.certificate_type),
        updated_at = now(),${origin[onboarding.precedence]}
      returning ${snapshotColumns}, host.certificate_type
    ), pinned as (${pinStated(onboarding.subject)})
    select * from onboarded`.execute(trx);
}

/**
 * Creates the hosts that are not known yet, and gives the known ones the settings that are stated. Identities
 * must be distinct. Resolves to the hosts in the order of the settings.
 *
 * Hosts are locked in the order of their identities, so that calls that name the same ones cannot deadlock.
 */
export async function onboardHosts(
  trx: Transaction<Database>,
  settings: readonly ResolvedSettings[],
  onboarding: Onboarding,
): Promise<HostSnapshot[]> {
  const sorted = settings.toSorted((a, b) => (a.identity < b.identity ? -1 : 1));
  const hosts = new Map<string, HostSnapshot>();
  for (let from = 0; from < sorted.length; from += ROWS_PER_STATEMENT) {
    const { rows } = await upsert(trx, sorted.slice(from, from + ROWS_PER_STATEMENT), onboarding);
    for (const row of rows) hosts.set(row.identity, row);
    await nextTurn();
  }
  return settings.map(({ identity }) => hosts.get(identity)).filter((host) => host !== undefined);
}
