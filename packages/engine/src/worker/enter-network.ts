import { ActionStatus } from "@hostscan/contract";
import { type Kysely, sql } from "kysely";
import type { Database } from "../database/tables.ts";
import { lockClaims } from "./claim-candidates.ts";
import type { ClaimedHost } from "./claim-hosts.ts";

/**
 * Counts a running scan for the network that its host's name leads to, unless as many are running there as may.
 * Resolves to false where they are; the host then bears the address, so that it is held until there is room.
 */
export function enterNetwork(
  db: Kysely<Database>,
  { hostScanHostId, hostId, attempt }: Pick<ClaimedHost, "hostScanHostId" | "hostId" | "attempt">,
  { network, address }: { readonly network: string; readonly address: string },
  perNetwork: number,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await lockClaims(trx);
    const { rows } = await sql`
      update host_scan_host set network = ${network}
      where id = ${hostScanHostId} and attempt = ${attempt} and ${perNetwork} > (
        select count(*) from host_scan_host as other
        where other.status = ${sql.lit(ActionStatus.Running)} and other.network = ${network}
          and other.id <> ${hostScanHostId}
      ) returning id`.execute(trx);
    if (rows.length > 0) return true;
    await trx.updateTable("host").set({ observed_ip_address: address }).where("id", "=", hostId).execute();
    return false;
  });
}
