import { ActionStatus } from "@hostscan/contract";
import type { Database } from "@hostscan/database";
import { type Kysely, sql } from "kysely";
import { Capacity, type Place, type Usage } from "../limits/capacity.ts";
import type { ScanLimits } from "../limits/scan-limits.ts";
import type { ScanQueue } from "../queue/scan-queue.ts";

interface ThrottledHost extends Place {
  readonly hostScanHostId: string;
  readonly position: number;
}

/**
 * The places that hosts are throttled at, and what is running. It leaps through the index from place to place, so
 * that its cost does not grow with the hosts that are throttled.
 */
async function readThrottled(db: Kysely<Database>) {
  const { rows } = await sql<{ readonly places: readonly Place[]; readonly usages: readonly Usage[] }>`
    with recursive place as (
      (
        select credential_id, network from host_scan_host
        where status = ${sql.lit(ActionStatus.Queued)} and held_at is not null
        order by credential_id, network limit 1
      )
      union all
      select next.* from place cross join lateral (
        select credential_id, network from host_scan_host
        where status = ${sql.lit(ActionStatus.Queued)} and held_at is not null
          and (credential_id, network) > (place.credential_id, place.network)
        order by credential_id, network limit 1
      ) as next
    ), load as (
      select credential_id as "credentialId", network, count(*)::integer as running from host_scan_host
      where status = ${sql.lit(ActionStatus.Running)} and exists (select from place) group by credential_id, network
    )
    select
      coalesce((
        select json_agg(json_build_object('credentialId', credential_id, 'network', network)) from place
      ), '[]') as places,
      coalesce((select json_agg(load) from load), '[]') as usages`.execute(db);
  return rows[0] ?? { places: [], usages: [] };
}

/** The first of those that are throttled, over all places, each with its capacity. */
async function readFirst(
  db: Kysely<Database>,
  places: readonly (Place & { readonly capacity: number })[],
  most: number,
): Promise<readonly ThrottledHost[]> {
  const { rows } = await sql<ThrottledHost>`
    select throttled.id as "hostScanHostId", throttled.position, throttled.credential_id as "credentialId", throttled.network
    from json_to_recordset(${JSON.stringify(places)}) as place ("credentialId" uuid, network text, capacity integer)
    cross join lateral (
      select * from host_scan_host
      where status = ${sql.lit(ActionStatus.Queued)} and held_at is not null
        and credential_id = place."credentialId" and network = place.network
      order by position, held_at limit place.capacity
    ) as throttled
    order by throttled.position, throttled.held_at limit ${most * 2}`.execute(db);
  return rows;
}

/** Puts them back into the queue, but for those that another worker has put there or that have ended. */
function requeue(db: Kysely<Database>, queue: ScanQueue, hosts: readonly ThrottledHost[]): Promise<void> {
  return db.transaction().execute(async (trx) => {
    const ids = hosts.map(({ hostScanHostId }) => hostScanHostId);
    const { rows } = await sql<{ id: string }>`
      with throttled as materialized (
        select id from host_scan_host
        where id = any (${ids}::uuid[]) and status = ${ActionStatus.Queued} and held_at is not null
        order by id for update skip locked
      )
      update host_scan_host as scan set held_at = null from throttled where scan.id = throttled.id returning scan.id`.execute(
      trx,
    );
    const released = new Set(rows.map(({ id }) => id));
    await queue.enqueue(
      trx,
      hosts.filter(({ hostScanHostId }) => released.has(hostScanHostId)),
    );
  });
}

/**
 * Puts hosts that limits hold back into the queue again, up to `most` and as far as there is room for them now; those
 * of low position first, as in the queue. Resolves to whether any were throttled.
 */
export async function requeueThrottled(
  db: Kysely<Database>,
  queue: ScanQueue,
  limits: ScanLimits,
  most: number,
): Promise<boolean> {
  const { places, usages } = await readThrottled(db);
  if (places.length === 0) return false;
  const capacity = new Capacity(limits, usages);
  const open = places.map((place) => ({ ...place, capacity: Math.min(most, capacity.at(place)) }));
  const withCapacity = open.filter((place) => place.capacity > 0);
  if (withCapacity.length === 0) return true;
  const first = await readFirst(db, withCapacity, most);
  const chosen = first.filter((host) => capacity.take(host)).slice(0, most);
  await requeue(db, queue, chosen);
  return true;
}
