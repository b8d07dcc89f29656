import type { Result } from "@hostscan/core";
import { conflict, type Rejected } from "@hostscan/core";
import type { Actor, Database } from "@hostscan/database";
import { audit } from "@hostscan/database";
import { type Kysely, sql, type Transaction } from "kysely";
import { findHostCalled } from "../hosts/called-host.ts";

/** A host that was removed. */
export interface RemovedHost {
  readonly id: string;
  /** DNS name or address, and port. */
  readonly identity: string;
  /** Scans of its that were removed with it. */
  readonly scans: number;
}

export interface HostRemoval {
  /** Each by its id, its identity, its DNS name, its address or its name. */
  readonly called: readonly string[];
  /** Removes what was scanned of them, too. */
  readonly withHistory: boolean;
}

interface Found {
  readonly id: string;
  readonly identity: string;
  readonly unfinished: boolean;
  readonly scans: number;
}

/**
 * Removes hosts, all or none of them, and what is trusted of them. A host that is being scanned, or waits to be, stays;
 * so does one with scans of the past, unless its history is to go with it.
 */
export function removeHosts(
  db: Kysely<Database>,
  actor: Actor,
  { called, withHistory }: HostRemoval,
): Promise<Result<RemovedHost[]>> {
  return db.transaction().execute(async (trx): Promise<Result<RemovedHost[]>> => {
    const ids = new Set<string>();
    for (const name of called) {
      const host = await findHostCalled(trx, name);
      if (!host.ok) return host;
      ids.add(host.value.id);
    }
    const locked = await lockHosts(trx, [...ids]);
    const hosts = [...ids].flatMap((id) => locked.get(id) ?? []);
    if (hosts.length < ids.size) return conflict("One of the hosts was removed meanwhile: say again which.");
    for (const host of hosts) {
      const refused = refusal(host, withHistory);
      if (refused) return refused;
    }
    for (const { id, identity, scans } of hosts) {
      if (scans > 0) await removeHistory(trx, id);
      await trx.deleteFrom("host").where("id", "=", id).execute();
      const details = { identity, scans };
      await audit(trx, { actor, action: "host.remove", object: { kind: "host", id }, details });
    }
    return {
      ok: true,
      value: hosts.map(({ id, identity, scans }) => ({ id, identity, scans })),
    };
  });
}

/**
 * Locks hosts so that nobody schedules a scan of them meanwhile, since whoever does has to lock them, too; in the order of
 * their identities, as everybody does.
 */
async function lockHosts(
  trx: Transaction<Database>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Found>> {
  await sql`
    select from host where id = any (${ids}::uuid[]) order by identity collate "C" for update`.execute(trx);
  // By a statement of its own: one that has waited for a lock still sees the other tables as they were before.
  const { rows } = await sql<Found>`
    select host.id, host.identity, count(scan.id)::int as scans,
      coalesce(bool_or(scan.id is not null and scan.finished_at is null), false) as unfinished
    from host left join host_scan_host as scan on scan.host_id = host.id
    where host.id = any (${ids}::uuid[]) group by host.id`.execute(trx);
  return new Map(rows.map((host) => [host.id, host]));
}

function refusal({ identity, unfinished, scans }: Found, withHistory: boolean): Rejected | undefined {
  if (unfinished) {
    return conflict(`The host ${identity} has jobs that have not ended: cancel them, or wait for their end.`);
  }
  if (scans > 0 && !withHistory) {
    return conflict(
      `The host ${identity} has ${scans === 1 ? "1 scan" : `${scans} scans`} in its history: --with-history removes them, too, or wait until they are old.`,
    );
  }
  return undefined;
}

/** Jobs that are left without a host go, too: every job has hosts. The others' hosts keep their order. */
async function removeHistory(trx: Transaction<Database>, hostId: string): Promise<void> {
  await sql`
    with gone as (
      delete from host_scan_host where host_id = ${hostId} returning job_id
    ), counted as (
      select job_id, count(*)::int as hosts from gone group by job_id
    ), emptied as (
      delete from host_scan_job using counted
      where id = counted.job_id and host_count <= counted.hosts
    )
    update host_scan_job set host_count = host_count - counted.hosts, ended_as = null from counted
    where id = counted.job_id and host_count > counted.hosts`.execute(trx);
}
