import type { Database } from "@hostscan/database";
import { audit, serviceActor } from "@hostscan/database";
import { sql, type Transaction } from "kysely";

/** As many hosts are named as people read. */
const NAMED = 5;

/** What brought a pause about. */
interface Cause {
  readonly credentialId: string;
  /** The scan whose login was refused, or is not let through any more. */
  readonly hostScanHostId: string;
}

/** The hosts whose refusals count, the latest first. */
async function readRefusing(trx: Transaction<Database>, credentialId: string): Promise<string[]> {
  const { rows } = await sql<{ host: string }>`
    select coalesce(host.dns_host_name, host.ip_address)
      || case when host.ssh_port = 22 then '' else ' port ' || host.ssh_port end as host
    from login_refusal as refusal join host on host.id = refusal.host_id
    where refusal.credential_id = ${credentialId} and refusal.counted > 0
    order by refusal.refused_at desc limit ${NAMED + 1}`.execute(trx);
  return rows.map(({ host }) => host);
}

/** That a credential was paused, for the log. */
export interface Pause {
  readonly credentialId: string;
  readonly credential: string;
  /** The scan that brought it about. */
  readonly hostScanHostId: string;
  readonly jobId?: string;
  readonly hostId?: string;
  readonly host?: string | null;
  /** The hosts whose refusals count, the latest first. */
  readonly refusedBy: readonly string[];
}

function listed(hosts: readonly string[]): string | null {
  if (hosts.length === 0) return null;
  const named = hosts.slice(0, NAMED).join(", ");
  return hosts.length > NAMED ? `${named} and others` : named;
}

/**
 * Pauses a credential, and resolves to what is to be told of it once the transaction is through; to undefined where it is
 * paused already. It names the hosts that have refused it, or who else has, as does the audit log.
 */
export async function pauseCredential(
  trx: Transaction<Database>,
  { credentialId, hostScanHostId }: Cause,
  refuser?: string,
): Promise<Pause | undefined> {
  const refusedBy = refuser === undefined ? await readRefusing(trx, credentialId) : [refuser];
  const paused = await trx
    .updateTable("credential")
    .set({ paused_at: sql`now()`, paused_by: listed(refusedBy) })
    .where("id", "=", credentialId)
    .where("paused_at", "is", null)
    .returning(["name", "username"])
    .executeTakeFirst();
  if (paused === undefined) return undefined;
  const scan = await trx
    .selectFrom("host_scan_host")
    .select(["job_id as jobId", "host_id as hostId"])
    .select(({ fn }) => fn.coalesce("dns_host_name", "ip_address").as("host"))
    .where("id", "=", hostScanHostId)
    .executeTakeFirst();
  await audit(trx, {
    actor: serviceActor,
    action: "credential.pause",
    object: { kind: "credential", id: credentialId },
    details: { ...paused, ...scan, refusedBy },
  });
  return { credentialId, credential: paused.name, hostScanHostId, ...scan, refusedBy };
}
