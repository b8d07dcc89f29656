import type { Result } from "@hostscan/core";
import { conflict, type Rejected } from "@hostscan/core";
import type { Actor, Database } from "@hostscan/database";
import { audit } from "@hostscan/database";
import { type Kysely, sql, type Transaction } from "kysely";
import { lockHostCalled } from "../hosts/called-host.ts";

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
    const hosts = new Map<string, Found>();
    for (const name of called) {
      const found = await findHost(trx, name);
      if ("rejection" in found) return found;
      const refused = refusal(found, withHistory);
      if (refused) return refused;
      hosts.set(found.id, found);
    }
    for (const { id, identity, scans } of hosts.values()) {
      if (scans > 0) await removeHistory(trx, id);
      await trx.deleteFrom("host").where("id", "=", id).execute();
      const details = { identity, scans };
      await audit(trx, { actor, action: "host.remove", object: { kind: "host", id }, details });
    }
    return {
      ok: true,
      value: [...hosts.values()].map(({ id, identity, scans }) => ({ id, identity, scans })),
    };
  });
}

async function findHost(trx: Transaction<Database>, called: string): Promise<Found | Rejected> {
  const host = await lockHostCalled(trx, called);
  if (!host.ok) return host;
  const { rows: counts } = await sql<Pick<Found, "unfinished" | "scans">>`
    select count(*) as scans, coalesce(bool_or(finished_at is null), false) as unfinished
    from host_scan_host where host_id = ${host.value.id}`.execute(trx);
  return { ...host.value, unfinished: false, scans: 0, ...counts[0] };
}

function refusal({ identity, unfinished, scans }: Found, withHistory: boolean): Rejected | undefined {
  if (unfinished) {
    return conflict(`The host ${identity} has jobs that have not ended: cancel them, or wait for their end.`);
  }
  if (scans > 0 && !withHistory) {
    return conflict(
      `The host ${identity} has ${scans} scans in its history: --with-history removes them, too, or wait until they are old.`,
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
    update host_scan_job set host_count = host_count - counted.hosts from counted
    where id = counted.job_id and host_count > counted.hosts`.execute(trx);
}
