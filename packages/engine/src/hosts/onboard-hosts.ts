import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { CallContext, Caller, InvalidValue } from "@hostscan/core";
import { callerName, isAdmin } from "@hostscan/core";
import type { Database } from "@hostscan/database";
import { sql, type Transaction } from "kysely";
import { type ChangedHost, type TouchedHost, touchedBy } from "./audit-hosts.ts";
import { changeHosts, settingsRecord } from "./change-hosts.ts";
import { changesOf, giving, type Precedence, refuseChanges } from "./host-changes.ts";
import { mayChange } from "./host-owner.ts";
import type { HostSettings } from "./host-settings.ts";
import type { HostSnapshot } from "./host-snapshot.ts";
import { type KnownHost, readKnownHosts, statements } from "./known-host.ts";
import type { PlacedSettings } from "./read-hosts.ts";
import { takesOver } from "./take-over.ts";

/** Who onboards hosts, and how. */
export interface Onboarding {
  readonly precedence: Precedence;
  readonly context: CallContext;
}

/** Makes the hosts that are not there yet, the caller's; resolves to the identities of these. */
async function insertNew(trx: Transaction<Database>, settings: readonly HostSettings[], caller: Caller) {
  const made = new Set<string>();
  for (const some of statements(settings)) {
    const given = JSON.stringify(some.map((host) => ({ id: randomUUID(), ...host })));
    const { rows } = await sql<{ identity: string }>`
      insert into host (
        id, identity, owner, stated_by_admin, dns_host_name, ip_address, ssh_port, platform, os, credential_id,
        trust_action, accept_first_discovery, certificate_type, source
      )
      select id, identity, ${callerName(caller)}, ${isAdmin(caller)}::boolean, "dnsHostName", "ipAddress", "sshPort", platform, os, "credentialId",
        "trustAction", "acceptFirstDiscovery", "certificateType", source
      from json_to_recordset(${given}) as given ${settingsRecord} order by identity collate "C"
      on conflict (identity) do nothing returning identity`.execute(trx);
    for (const { identity } of rows) made.add(identity);
    await nextTurn();
  }
  return made;
}

/** What a request comes to for a host that is known. */
function judgeKnown(host: KnownHost, placed: PlacedSettings, { precedence, context }: Onboarding) {
  const settings = giving(host, placed.settings, precedence);
  const takenOver = takesOver(isAdmin(context.caller), host, settings.credentialId);
  const changes = changesOf(host, settings);
  if (!mayChange(context.caller, host.owner)) return { errors: refuseChanges(placed, changes) };
  const { os, source } = settings;
  const says =
    changes.length > 0 || (os !== null && host.os === null) || (source ?? host.source) !== host.source;
  return says ? { changed: { host, settings, changes, takenOver } } : {};
}

/** The hosts that are made, and all as they are known then; they are locked until the transaction ends. */
async function makeAndLock(trx: Transaction<Database>, sorted: readonly HostSettings[], caller: Caller) {
  const made = new Set<string>();
  const known = new Map<string, KnownHost>();
  // More than once only where a host is removed between the two.
  for (let missing = sorted; missing.length > 0; missing = sorted.filter((one) => !known.has(one.identity))) {
    for (const identity of await insertNew(trx, missing, caller)) made.add(identity);
    const identities = missing.map(({ identity }) => identity);
    for (const [identity, host] of await readKnownHosts(trx, identities, { locked: true }))
      known.set(identity, host);
  }
  return { made, known };
}

/**
 * Makes the hosts that are not known yet, and gives the known ones the settings that are stated; only their owner or an
 * Admin may state others than they have. Identities must be distinct. Resolves to the hosts in the order given, or to
 * what is refused; the transaction is then to be given up.
 *
 * All that are missing are made first, then all are locked, both in the order of their identities: so calls that name
 * the same ones cannot deadlock, and of several that onboard the same host the first one owns it.
 */
export async function onboardHosts(
  trx: Transaction<Database>,
  hosts: readonly PlacedSettings[],
  onboarding: Onboarding,
): Promise<{ readonly hosts: readonly HostSnapshot[]; readonly errors: readonly InvalidValue[] }> {
  const { caller } = onboarding.context;
  const sorted = hosts.map(({ settings }) => settings).sort((a, b) => (a.identity < b.identity ? -1 : 1));
  const { made, known } = await makeAndLock(trx, sorted, caller);
  const errors: InvalidValue[] = [];
  const created: TouchedHost[] = [];
  const changed: ChangedHost[] = [];
  for (const placed of hosts) {
    const { settings } = placed;
    const host = known.get(settings.identity);
    if (host === undefined) continue;
    if (made.has(settings.identity)) {
      created.push({ host, settings });
      continue;
    }
    const judged = judgeKnown(host, placed, onboarding);
    if (judged.errors) errors.push(...judged.errors);
    if (judged.changed) changed.push(judged.changed);
  }
  if (errors.length > 0) return { hosts: [], errors };
  const snapshots = new Map<string, HostSnapshot>(known);
  const { updated } = await changeHosts(trx, { created, changed }, touchedBy(onboarding.context));
  for (const host of updated) snapshots.set(host.identity, host);
  const all = hosts.map(({ settings }) => snapshots.get(settings.identity));
  return { hosts: all.filter((host) => host !== undefined), errors };
}

/** Refuses what {@link onboardHosts} would refuse of known hosts, and changes nothing. */
export async function refuseForeign(
  trx: Transaction<Database>,
  hosts: readonly PlacedSettings[],
  onboarding: Onboarding,
): Promise<InvalidValue[]> {
  const identities = hosts.map(({ settings }) => settings.identity);
  const known = await readKnownHosts(trx, identities, { locked: false });
  return hosts.flatMap((placed) => {
    const host = known.get(placed.settings.identity);
    return (host && judgeKnown(host, placed, onboarding).errors) ?? [];
  });
}
