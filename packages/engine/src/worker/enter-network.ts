import { ActionStatus } from "@hostscan/contract";
import type { Database } from "@hostscan/database";
import { type Kysely, sql } from "kysely";
import { lockClaims } from "./claim-candidates.ts";
import type { ClaimedHost } from "./claim-hosts.ts";
import { Gather } from "./gather.ts";

/** A running scan whose host's name leads to another network than was known. */
export interface NetworkEntry extends Pick<ClaimedHost, "hostScanHostId" | "hostId" | "attempt"> {
  readonly network: string;
  readonly address: string;
}

/** Counts those that there is room for, the first of each network; resolves to their ids. */
function countEntries(
  db: Kysely<Database>,
  entries: readonly NetworkEntry[],
  perNetwork: number,
): Promise<ReadonlySet<string>> {
  return db.transaction().execute(async (trx) => {
    await lockClaims(trx);
    const asked = entries.map((entry, place) => ({ ...entry, place }));
    const { rows } = await sql<{ id: string }>`
      with asked as materialized (
        select "hostScanHostId" as id, attempt, network, row_number() over (partition by network order by place) as nth
        from json_to_recordset(${JSON.stringify(asked)})
          as asked ("hostScanHostId" uuid, attempt integer, network text, place integer)
      ), load as (
        select network, count(*) as running from host_scan_host
        where status = ${sql.lit(ActionStatus.Running)} and network in (select network from asked)
          and id not in (select id from asked)
        group by network
      ), locked as materialized (
        select scan.id, asked.network from host_scan_host as scan
        join asked on asked.id = scan.id and asked.attempt = scan.attempt left join load on load.network = asked.network
        where asked.nth + coalesce(load.running, 0) <= ${perNetwork}
        order by scan.id for no key update of scan
      )
      update host_scan_host as scan set network = locked.network
      from locked where scan.id = locked.id returning scan.id`.execute(trx);
    return new Set(rows.map(({ id }) => id));
  });
}

/** Has hosts bear the address that they were found at, so that they are held until there is room in its network. */
async function noteAddresses(db: Kysely<Database>, entries: readonly NetworkEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await sql`
    with found as materialized (
      select host.id, found.address from host
      join json_to_recordset(${JSON.stringify(entries)}) as found ("hostId" uuid, address text)
        on found."hostId" = host.id
      order by host.identity collate "C" for no key update of host
    )
    update host set observed_ip_address = found.address from found where host.id = found.id`.execute(db);
}

/** Counts running scans for the networks that their hosts' names lead to, many at a time. */
export class NetworkEntries {
  readonly #entries: Gather<NetworkEntry, boolean>;

  constructor(db: Kysely<Database>, perNetwork: number) {
    this.#entries = new Gather(async (entries) => {
      const entered = await countEntries(db, entries, perNetwork);
      const isIn = ({ hostScanHostId }: NetworkEntry) => entered.has(hostScanHostId);
      await noteAddresses(
        db,
        entries.filter((entry) => !isIn(entry)),
      );
      return entries.map(async (entry) => isIn(entry));
    });
  }

  /** Resolves to false where as many are running there as may; the host then has to wait. */
  add(entry: NetworkEntry): Promise<boolean> {
    return this.#entries.add(entry);
  }
}
