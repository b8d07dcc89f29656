import type { Database } from "@hostscan/database";
import type { Kysely } from "kysely";
import type { ScanQueue } from "../src/queue/scan-queue.ts";
import type { ClaimedHost } from "../src/worker/claim-hosts.ts";
import { settleScans } from "../src/worker/settle-scan.ts";
import type { AnsweredLogin, Settlement } from "../src/worker/settlement.ts";

/** Writes what became of one scan; resolves to whether it is written. */
export async function settleScan(
  db: Kysely<Database>,
  queue: ScanQueue,
  claim: ClaimedHost,
  settlement: Settlement,
  answered?: AnsweredLogin,
): Promise<boolean> {
  const { written } = await settleScans(db, queue, [{ claim, settlement, answered }], "wait");
  return written.size > 0;
}
