import type { Database } from "@hostscan/database";
import { isUnavailable } from "@hostscan/database";
import type { Kysely } from "kysely";
import type { Logger } from "pino";
import type { ScanQueue } from "../queue/scan-queue.ts";
import { Gather } from "./gather.ts";
import { type EndedScan, settleScan, settleScans } from "./settle-scan.ts";

/** What results are written with. */
interface ResultSetting {
  readonly db: Kysely<Database>;
  readonly queue: ScanQueue;
  readonly log: Logger;
}

/** Whether the scan counts against its credential: then it locks what others ask for, and goes alone. */
const isRefusal = ({ answered }: EndedScan) => answered?.answer.accepted === false;

/**
 * Writes results, many in one transaction. None of them holds up the others, nor fails with them: one that would have to
 * wait for its row, and all of a transaction that fails, are written by themselves.
 */
export class Results {
  readonly #setting: ResultSetting;
  readonly #together: Gather<EndedScan, boolean>;

  constructor(setting: ResultSetting) {
    this.#setting = setting;
    this.#together = new Gather((scans) => this.#writeTogether(scans));
  }

  /** Resolves to whether it is written; see `settleScans`. */
  write(scan: EndedScan): Promise<boolean> {
    return isRefusal(scan) ? this.#writeAlone(scan) : this.#together.add(scan);
  }

  #writeAlone({ claim, settlement, answered }: EndedScan): Promise<boolean> {
    const { db, queue } = this.#setting;
    return settleScan(db, queue, claim, settlement, answered);
  }

  async #writeTogether(scans: readonly EndedScan[]): Promise<readonly Promise<boolean>[]> {
    const { db, queue, log } = this.#setting;
    let written: ReadonlySet<EndedScan>;
    try {
      written = await settleScans(db, queue, scans, "leave out");
    } catch (error) {
      if (isUnavailable(error)) throw error;
      log.warn({ err: error, results: scans.length }, "results not written together");
      written = new Set();
    }
    return scans.map((scan) => (written.has(scan) ? Promise.resolve(true) : this.#writeAlone(scan)));
  }
}
