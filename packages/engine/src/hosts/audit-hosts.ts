import type { CallContext, Caller } from "@hostscan/core";
import { callerName } from "@hostscan/core";
import type { Database } from "@hostscan/database";
import { type AuditEntry, auditAll, callerActor } from "@hostscan/database";
import type { Transaction } from "kysely";
import type { HostChange } from "./host-changes.ts";
import type { HostSettings } from "./host-settings.ts";
import { type KnownHost, statements } from "./known-host.ts";
import type { Cleared } from "./take-over.ts";

/** A host that a request makes or changes, and what it says of it. */
export interface TouchedHost {
  readonly host: KnownHost;
  readonly settings: HostSettings;
  /** None where it is made. */
  readonly changes?: readonly HostChange[];
  /** By an Admin, from those who had stated what it has. */
  readonly takenOver?: boolean;
}

type Names = ReadonlyMap<string, string>;

/** Credentials by id: people know them by their names. */
async function credentialNames(trx: Transaction<Database>, hosts: readonly TouchedHost[]): Promise<Names> {
  const ids = hosts.flatMap(({ host, settings }) => [host.credential_id, settings.credentialId]);
  const distinct = [...new Set(ids)].filter((id) => id !== null);
  if (distinct.length === 0) return new Map();
  const rows = await trx
    .selectFrom("credential")
    .select(["id", "name"])
    .where("id", "in", distinct)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function onboarded({ host, settings }: TouchedHost, names: Names) {
  const { credentialId, trustAction, certificateType, acceptFirstDiscovery } = settings;
  const stated = {
    ipAddress: settings.ipAddress,
    platformName: settings.platform,
    credential: credentialId && (names.get(credentialId) ?? credentialId),
    sshTrustActionType: trustAction,
    acceptThumbprintOnFirstDiscovery: acceptFirstDiscovery,
    certificateType,
    trustedThumbprint: settings.trustedThumbprint,
  };
  const said = Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== null));
  return { identity: host.identity, owner: host.owner, ...said };
}

function changed({ host }: TouchedHost, { member, from, to }: HostChange, names: Names) {
  const { identity } = host;
  if (member !== "credentialId" && member !== "credentialName")
    return { identity, setting: member, from, to };
  const named = (id: HostChange["from"]) => (typeof id === "string" ? (names.get(id) ?? id) : null);
  return { identity, setting: "credential", from: named(from), to: named(to) };
}

function takenFrom({ host }: TouchedHost, caller: Caller, cleared: ReadonlyMap<string, Cleared>) {
  const { identity, owner: from } = host;
  return {
    identity,
    from,
    to: from === null ? null : callerName(caller),
    cleared: cleared.get(host.id) ?? {},
  };
}

/**
 * A line of the audit log for each host that is made or taken over, and for each setting of a known one that is changed.
 * `cleared`: what a host that is taken over has no longer.
 */
export async function auditHosts(
  trx: Transaction<Database>,
  { caller, requestId }: CallContext,
  hosts: {
    readonly created: readonly TouchedHost[];
    readonly changed: readonly TouchedHost[];
    readonly cleared: ReadonlyMap<string, Cleared>;
  },
): Promise<void> {
  const names = await credentialNames(trx, [...hosts.created, ...hosts.changed]);
  const actor = callerActor(caller);
  const entry = (
    action: AuditEntry["action"],
    { host }: TouchedHost,
    details: Readonly<Record<string, unknown>>,
  ): AuditEntry => ({ actor, action, object: { kind: "host", id: host.id }, requestId, details });
  const entries = [
    ...hosts.created.map((host) => entry("host.onboard", host, onboarded(host, names))),
    ...hosts.changed
      .filter(({ takenOver }) => takenOver)
      .map((host) => entry("host.take-over", host, takenFrom(host, caller, hosts.cleared))),
    ...hosts.changed.flatMap((host) =>
      (host.changes ?? []).map((change) => entry("host.change", host, changed(host, change, names))),
    ),
  ];
  for (const some of statements(entries)) await auditAll(trx, some);
}
