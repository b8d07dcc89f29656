import { conflict, notFound, type Result } from "@hostscan/core";
import type { Database } from "@hostscan/database";
import { type Kysely, sql } from "kysely";

/** A host that somebody has named. */
interface CalledHost {
  readonly id: string;
  readonly identity: string;
}

/**
 * Finds the host that bears this id, identity, DNS name, address or name; of several, which one is meant has to be said
 * by its id. It is not locked: who changes several hosts locks them all in one order.
 */
export async function findHostCalled(db: Kysely<Database>, called: string): Promise<Result<CalledHost>> {
  const name = called.toLowerCase();
  const { rows } = await sql<CalledHost>`
    select id, identity from host
    where id::text = ${name} or identity = ${name} or lower(dns_host_name) = ${name}
      or ip_address = ${name} or lower(name) = ${name}
    order by identity collate "C" limit 20`.execute(db);
  const [host, ...others] = rows;
  if (!host) return notFound(`There is no host ${called}.`);
  if (others.length === 0) return { ok: true, value: host };
  const all = rows.map(({ id, identity }) => `${identity} (${id})`).join(", ");
  return conflict(`Several hosts are called ${called}: ${all}. Name one by its id.`);
}
