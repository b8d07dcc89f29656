import type { CallContext } from "@hostscan/core";
import { callerName, isAdmin } from "@hostscan/core";
import type { Database } from "@hostscan/database";
import { type Actor, type AuditEntry, auditAll, callerActor } from "@hostscan/database";
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

/** A known one. */
export type ChangedHost = Required<TouchedHost>;

/** Who makes or changes hosts. */
export interface TouchedBy {
  readonly actor: Actor;
  readonly isAdmin: boolean;
  /** Whose a host is then that is taken over; null for the Admins' alone. */
  readonly owner: string | null;
  /** Who vouches for a key that is stated. */
  readonly subject: string;
  readonly requestId?: string;
}

/** The one behind a call. */
export function touchedBy({ caller, requestId }: CallContext): TouchedBy {
  const owner = callerName(caller);
  return { actor: callerActor(caller), isAdmin: isAdmin(caller), owner, subject: caller.subject, requestId };
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

function takenFrom({ host }: TouchedHost, by: TouchedBy, cleared: ReadonlyMap<string, Cleared>) {
  const { identity, owner: from } = host;
  return {
    identity,
    from,
    to: from === null ? null : by.owner,
    cleared: cleared.get(host.id) ?? {},
  };
}

/**
 * A line of the audit log for each host that is made or taken over, and for each setting of a known one that is changed.
 * `cleared`: what a host that is taken over has no longer.
 */
export async function auditHosts(
  trx: Transaction<Database>,
  by: TouchedBy,
  hosts: {
    readonly created: readonly TouchedHost[];
    readonly changed: readonly ChangedHost[];
    readonly cleared: ReadonlyMap<string, Cleared>;
  },
): Promise<void> {
  const names = await credentialNames(trx, [...hosts.created, ...hosts.changed]);
  const { actor, requestId } = by;
  const entry = (
    action: AuditEntry["action"],
    { host }: TouchedHost,
    details: Readonly<Record<string, unknown>>,
  ): AuditEntry => ({
    ...{ actor, action, object: { kind: "host", id: host.id }, details },
    ...(requestId !== undefined && { requestId }),
  });
  const entries = [
    ...hosts.created.map((host) => entry("host.onboard", host, onboarded(host, names))),
    ...hosts.changed
      .filter(({ takenOver }) => takenOver)
      .map((host) => entry("host.take-over", host, takenFrom(host, by, hosts.cleared))),
    ...hosts.changed.flatMap((host) =>
      host.changes.map((change) => entry("host.change", host, changed(host, change, names))),
    ),
  ];
  for (const some of statements(entries)) await auditAll(trx, some);
}
