import { sql, type Transaction } from "kysely";
import type { Actor } from "../audit/actor.ts";
import { audit } from "../audit/audit.ts";
import type { Database } from "../database/tables.ts";

/** Nobody asked for it: the service acts by itself. */
const ACTOR: Actor = { kind: "worker", name: "hostscan" };

/** What brought a pause about. */
interface Cause {
  readonly credentialId: string;
  /** The scan whose login was refused, or is not let through any more. */
  readonly hostScanHostId: string;
}

/** Pauses a credential unless it is paused already. The audit log tells since which scan of which host. */
export async function pauseCredential(
  trx: Transaction<Database>,
  { credentialId, hostScanHostId }: Cause,
): Promise<void> {
  const paused = await trx
    .updateTable("credential")
    .set({ paused_at: sql`now()` })
    .where("id", "=", credentialId)
    .where("paused_at", "is", null)
    .returning(["name", "username", "denials"])
    .executeTakeFirst();
  if (paused === undefined) return;
  const scan = await trx
    .selectFrom("host_scan_host")
    .select(["job_id as jobId", "host_id as hostId"])
    .select(({ fn }) => fn.coalesce("dns_host_name", "ip_address").as("host"))
    .where("id", "=", hostScanHostId)
    .executeTakeFirst();
  await audit(trx, {
    actor: ACTOR,
    action: "credential.pause",
    object: { kind: "credential", id: credentialId },
    details: { ...paused, ...scan },
  });
}
