import { type ActionFailureReason, ActionStatus } from "@hostscan/contract";
import type { HostFacts, ObservedKey } from "@hostscan/scanner";
import { type Kysely, sql, type Transaction, type UpdateObject } from "kysely";
import type { Database } from "../database/tables.ts";
import { type HostStatus, statusesBefore } from "../jobs/transitions.ts";
import { acceptance, refused } from "../logins/permits.ts";
import type { LoginAttempt } from "../logins/standing.ts";
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
  | { readonly kind: "give-back"; readonly because: GiveBackCause; readonly delaySeconds?: number }
  /** Once more, when its credential may be presented again. */
  | { readonly kind: "wait"; readonly waitsFor: string; readonly description: string };

/**
 * Why a scan is given back.
 *
 * - `stopping`: its worker shuts down, which counts for nothing.
 * - `lease-lost`: its worker stood still, or was cut off.
 * - `other`: the database, its credential or its network was not what it takes.
 */
export type GiveBackCause = "stopping" | "lease-lost" | "other";

/** What the host has answered to the login. */
export type PresentedLogin =
  | {
      readonly accepted: true;
      /** Since when, in milliseconds. */
      readonly agoMs: number;
    }
  | {
      readonly accepted: false;
      /** Logins refused in a row until the credential is paused, or the host held back. */
      readonly denials: number;
    };

/** What is written with a result about the login that was answered. */
export interface AnsweredLogin {
  readonly login: LoginAttempt;
  readonly answer: PresentedLogin;
  /** The host has shown a key that was trusted before the scan. */
  readonly knownByKey: boolean;
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
      return {
        status: ActionStatus.Queued,
        ...(settlement.because === "lease-lost" && { losses: sql`losses + 1` }),
        ...(settlement.because !== "stopping" && { give_backs: sql`give_backs + 1` }),
      };
    case "wait":
      return {
        status: ActionStatus.Queued,
        status_description: settlement.description,
        waits_for: settlement.waitsFor,
        waiting_since: sql`coalesce(waiting_since, now())`,
      };
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
    const { delaySeconds = 0 } = settlement;
    await queue.enqueue(trx, [{ hostScanHostId, position, delaySeconds }]);
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
  answered?: AnsweredLogin,
): Promise<boolean> {
  const change = rowChange(settlement);
  return db.transaction().execute(async (trx) => {
    const update = trx
      .updateTable("host_scan_host")
      .set(change)
      .where("id", "=", claim.hostScanHostId)
      .where("attempt", "=", claim.attempt)
      .where("status", "=", ActionStatus.Running)
      .where("status", "in", statusesBefore(change.status));
    const { answer } = answered ?? {};
    // In one statement, so that it costs no round trip of its own: hardly ever does anything change by it.
    const written =
      answered && answer?.accepted
        ? sql`with ${acceptance(answered.login, answer.agoMs)} ${update}`
        : sql`${update}`;
    const { numAffectedRows } = await written.execute(trx);
    if (numAffectedRows === 0n) return false;
    if (answered && answer?.accepted === false) {
      const { login, knownByKey } = answered;
      const by = { kind: "host", hostId: claim.hostId, party: login.party, knownByKey } as const;
      await refused(trx, login, by, answer.denials);
    }
    if (settlement.kind !== "give-back" && settlement.kind !== "wait")
      await recordScan(trx, claim, settlement);
    await updateQueue(trx, queue, claim, settlement);
    return true;
  });
}
