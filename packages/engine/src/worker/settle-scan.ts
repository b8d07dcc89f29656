import { type ActionFailureReason, ActionStatus } from "@hostscan/contract";
import type { HostFacts, ObservedKey } from "@hostscan/scanner";
import { type Kysely, sql, type Transaction, type UpdateObject } from "kysely";
import { countDenial } from "../credentials/login-permits.ts";
import type { Database } from "../database/tables.ts";
import { type HostStatus, statusesBefore } from "../jobs/transitions.ts";
import { notify } from "../queue/notification.ts";
import type { ScanQueue } from "../queue/scan-queue.ts";
import { recordScan } from "../trust/record-scan.ts";
import type { ClaimedHost } from "./claim-hosts.ts";

/** What is to become of a host whose scan has ended. */
export type Settlement =
  | {
      readonly kind: "complete";
      readonly facts: HostFacts;
      /** All that the host showed. */
      readonly keys: readonly ObservedKey[];
      /** Those of them that are to be trusted from now on. */
      readonly pins: readonly ObservedKey[];
      readonly description: string | null;
    }
  | {
      readonly kind: "failed";
      readonly reason: ActionFailureReason;
      readonly keys: readonly ObservedKey[];
      readonly pins?: readonly ObservedKey[];
      readonly description: string;
    }
  /** Once more, after a fault that may pass. */
  | {
      readonly kind: "retry";
      readonly delaySeconds: number;
      readonly keys?: readonly ObservedKey[];
      readonly pins?: readonly ObservedKey[];
    }
  /** Once more, for no fault of the host. */
  | { readonly kind: "give-back" };

/** What the host made of the login, where one was presented. */
export interface PresentedLogin {
  /** A login that was not answered counts as refused. */
  readonly accepted: boolean;
  /** Logins refused in a row until the credential is paused. */
  readonly denials: number;
}

type RowChange = UpdateObject<Database, "host_scan_host"> & { readonly status: HostStatus };

function rowChange(settlement: Settlement): RowChange {
  switch (settlement.kind) {
    case "complete":
      return {
        status: ActionStatus.Complete,
        status_description: settlement.description,
        name: settlement.facts.name,
        os: settlement.facts.os,
        version: settlement.facts.version,
        ip_address: settlement.facts.ipAddress,
        finished_at: sql`now()`,
      };
    case "failed":
      return {
        status: ActionStatus.Failed,
        status_description: settlement.description,
        failure_reason: settlement.reason,
        finished_at: sql`now()`,
      };
    case "retry":
      return { status: ActionStatus.Queued, tries: sql`tries + 1` };
    case "give-back":
      return { status: ActionStatus.Queued };
  }
}

async function updateQueue(
  trx: Transaction<Database>,
  queue: ScanQueue,
  { hostScanHostId, position }: ClaimedHost,
  settlement: Settlement,
): Promise<void> {
  await queue.remove(trx, [hostScanHostId]);
  if (settlement.kind === "retry") {
    await queue.enqueue(trx, [{ hostScanHostId, position, delaySeconds: settlement.delaySeconds }]);
  } else if (settlement.kind === "give-back") {
    await queue.enqueue(trx, [{ hostScanHostId, position }]);
    await notify(trx, { kind: "queued" });
  }
}

/**
 * Writes what became of a scan: its row, the host, what is trusted of it and the queue entry in one transaction, and
 * only if the attempt is still the current one. Resolves to false, with nothing written, if the job was cancelled or
 * another worker took over.
 */
export function settleScan(
  db: Kysely<Database>,
  queue: ScanQueue,
  claim: ClaimedHost,
  settlement: Settlement,
  login?: PresentedLogin,
): Promise<boolean> {
  const change = rowChange(settlement);
  const { credential } = claim;
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      // With the row, so that it costs no round trip of its own: the credential is hardly ever in doubt.
      .with("proven", (cte) =>
        cte
          .updateTable("credential")
          .set({ proven: true, denials: 0 })
          .where("id", "=", login?.accepted && credential ? credential.id : null)
          .where("secret_version", "=", credential?.secretVersion ?? 0)
          .where("proven", "=", false)
          .where("paused_at", "is", null),
      )
      .updateTable("host_scan_host")
      .set(change)
      .where("id", "=", claim.hostScanHostId)
      .where("attempt", "=", claim.attempt)
      .where("status", "in", statusesBefore(change.status))
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    if (login?.accepted === false && credential) {
      const { id: credentialId, secretVersion } = credential;
      const { hostScanHostId } = claim;
      await countDenial(trx, { hostScanHostId, credentialId, secretVersion }, login.denials);
    }
    if (settlement.kind !== "give-back") await recordScan(trx, claim, settlement);
    await updateQueue(trx, queue, claim, settlement);
    return true;
  });
}
