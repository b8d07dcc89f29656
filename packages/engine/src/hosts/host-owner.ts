import type { Caller, Result } from "@hostscan/core";
import { callerName, invalidMember, isAdmin, isCallerName, notFound } from "@hostscan/core";
import type { Actor, Database } from "@hostscan/database";
import { auditAll } from "@hostscan/database";
import { type Kysely, sql } from "kysely";
import { statements } from "./known-host.ts";

/** Whether a caller may change what a host of this owner has. One that belongs to nobody is the Admins' alone. */
export function mayChange(caller: Caller, owner: string | null): boolean {
  return isAdmin(caller) || owner === callerName(caller);
}

/** One host, or all hosts of an owner; null is nobody: such hosts are the Admins' alone. */
export type OwnedHosts = { readonly hostId: string } | { readonly owner: string | null };

/** A host that has another owner now. */
export interface ReownedHost {
  readonly id: string;
  readonly identity: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** Whose the hosts are. */
export interface HostOwners {
  /**
   * Gives hosts another owner. Rejects a name that no caller can bear (`invalid`) and a host that is not known
   * (`not-found`). Resolves to those whose owner it was not already.
   */
  change(hosts: OwnedHosts, to: string | null): Promise<Result<readonly ReownedHost[]>>;
}

/** What `actor` changes is audited under its name, a line for each host. */
export function createHostOwners(db: Kysely<Database>, actor: Actor): HostOwners {
  return {
    async change(hosts, to) {
      if (to !== null && !isCallerName(to))
        return invalidMember("owner", `${to} is no caller, such as app:portal or user:alice`);
      const chosen =
        "hostId" in hosts
          ? sql`id::text = ${hosts.hostId.toLowerCase()}`
          : sql`owner is not distinct from ${hosts.owner}::text`;
      return db.transaction().execute(async (trx): Promise<Result<readonly ReownedHost[]>> => {
        const { rows } = await sql<ReownedHost>`
          with chosen as materialized (
            select id, owner from host where ${chosen} order by identity collate "C" for no key update
          )
          update host set owner = ${to}, updated_at = now() from chosen where host.id = chosen.id
          returning host.id, host.identity, chosen.owner as "from", host.owner as "to"`.execute(trx);
        if ("hostId" in hosts && rows.length === 0) return notFound(`There is no host ${hosts.hostId}.`);
        const changed = rows.filter(({ from }) => from !== to);
        const lines = changed.map(({ id, ...details }) => ({
          actor,
          action: "host.change-owner" as const,
          object: { kind: "host" as const, id },
          details,
        }));
        for (const some of statements(lines)) await auditAll(trx, some);
        return { ok: true, value: changed };
      });
    },
  };
}
