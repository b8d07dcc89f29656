import type { Database } from "@hostscan/database";
import { audit } from "@hostscan/database";
import { sql, type Transaction } from "kysely";

/** Most hosts of one transaction. */
const HOSTS = 500;

/**
 * Removes hosts that nobody asks for any more: without a job, and not named, scanned or onboarded for so many days. What
 * was trusted of them goes with them. One line of the audit log tells of them all.
 */
export async function removeForgottenHosts(trx: Transaction<Database>, days: number): Promise<number> {
  const age = sql`now() - ${days} * interval '1 day'`;
  const { rows } = await sql<{ identity: string }>`
    delete from host where id in (
      select id from host
      where updated_at < ${age} and created_at < ${age}
        and coalesce(last_scanned_at < ${age}, true)
        and not exists (select from host_scan_host as scan where scan.host_id = host.id)
      order by updated_at limit ${HOSTS} for update skip locked
    ) returning identity`.execute(trx);
  if (rows.length === 0) return 0;
  await audit(trx, {
    actor: { kind: "worker", name: "retention" },
    action: "host.remove",
    object: { kind: "host" },
    details: { days, identities: rows.map(({ identity }) => identity) },
  });
  return rows.length;
}
