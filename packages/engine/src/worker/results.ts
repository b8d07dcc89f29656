import type { Database } from "@hostscan/database";
import { isUnavailable } from "@hostscan/database";
import type { Kysely } from "kysely";
import type { ScanQueue } from "../queue/scan-queue.ts";
import { type EndedScan, type FinishedScans, finishScans } from "./finish-scan.ts";
import { Gather } from "./gather.ts";
import { type Told, tellPause } from "./worker-observer.ts";

/** What results are written with. */
interface ResultSetting extends Told {
  readonly db: Kysely<Database>;
  readonly queue: ScanQueue;
}

/** Whether the scan counts against its credential: then it locks what others ask for, and goes alone. */
const isRefusal = ({ answered }: EndedScan) => answered?.answer.accepted === false;

/** Entries of inventories that one scan may bring into a transaction with others. */
const MANY_ENTRIES = 1_000;

/** Whether it brings so much that others would have to wait for it, and memory would be full of batches. */
function isLarge({ scanEnd }: EndedScan): boolean {
  if (scanEnd.kind !== "complete") return false;
  const entries = (scanEnd.sections ?? []).map((section) => section.entries?.length ?? 0);
  return entries.reduce((sum, count) => sum + count, 0) > MANY_ENTRIES;
}

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

  /** Resolves to whether it is written; see `finishScans`. */
  write(scan: EndedScan): Promise<boolean> {
    return isRefusal(scan) || isLarge(scan) ? this.#writeAlone(scan) : this.#together.add(scan);
  }

  async #writeAlone(scan: EndedScan): Promise<boolean> {
    const written = await this.#finish([scan], "wait");
    return written.has(scan);
  }

  async #finish(
    scans: readonly EndedScan[],
    locked: Parameters<typeof finishScans>[3],
  ): Promise<FinishedScans["written"]> {
    const { db, queue, log } = this.#setting;
    const { written, pauses, faults } = await finishScans(db, queue, scans, locked);
    for (const err of faults) log.error({ err }, "section of an inventory not kept");
    for (const pause of pauses) tellPause(this.#setting, pause);
    return written;
  }

  async #writeTogether(scans: readonly EndedScan[]): Promise<readonly Promise<boolean>[]> {
    const { log } = this.#setting;
    let written: ReadonlySet<EndedScan>;
    try {
      written = await this.#finish(scans, "leave out");
    } catch (error) {
      if (isUnavailable(error)) throw error;
      log.warn({ err: error, results: scans.length }, "results not written together");
      written = new Set();
    }
    return scans.map((scan) => (written.has(scan) ? Promise.resolve(true) : this.#writeAlone(scan)));
  }
}
