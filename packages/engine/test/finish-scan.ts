import type { Database } from "@hostscan/database";
import type { Kysely } from "kysely";
import type { ScanQueue } from "../src/queue/scan-queue.ts";
import type { ClaimedHost } from "../src/worker/claim-hosts.ts";
import { finishScans } from "../src/worker/finish-scan.ts";
import type { AnsweredLogin, ScanEnd } from "../src/worker/scan-end.ts";

/** Writes what became of one scan; resolves to whether it is written. */
export async function finishScan(
  db: Kysely<Database>,
  queue: ScanQueue,
  claim: ClaimedHost,
  scanEnd: ScanEnd,
  answered?: AnsweredLogin,
): Promise<boolean> {
  const { written } = await finishScans(db, queue, [{ claim, scanEnd, answered }], "wait");
  return written.size > 0;
}
