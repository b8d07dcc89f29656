import { ActionStatus } from "@hostscan/contract";
import { type Caller, callerName, isAdmin } from "@hostscan/core";
import type { Database } from "@hostscan/database";
import { type Kysely, type RawBuilder, sql } from "kysely";
import { type JobsOf, visibleTo } from "./visible-jobs.ts";

/** Where inventories are read, and for whom. */
export interface InventoryReading {
  readonly db: Kysely<Database>;
  /** SQL: whether the caller sees a row of the table `host`. */
  readonly visible: RawBuilder<boolean>;
  /** SQL: whether the caller sees a row of the table `host_scan_job`. */
  readonly visibleJobs: RawBuilder<boolean>;
}

/**
 * What a caller reads of inventories. Who sees only the jobs of its own sees the hosts that it owns, and those that a job
 * of its own has scanned, with all that is known of them, as long as that job is kept.
 */
export function inventorySeenBy(db: Kysely<Database>, caller: Caller, jobsOf: JobsOf): InventoryReading {
  const visibleJobs = visibleTo(caller, jobsOf);
  if (jobsOf === "all" || isAdmin(caller)) return { db, visible: sql<boolean>`true`, visibleJobs };
  // Read once, from its own hosts and jobs, and not for each row of lists that may be long.
  const visible = sql<boolean>`host.id in (
    select own.id from host as own where own.owner = ${callerName(caller)}
    union all select scan.host_id from host_scan_job join host_scan_host as scan on scan.job_id = host_scan_job.id
    where scan.status = ${sql.lit(ActionStatus.Complete)} and ${visibleJobs}
  )`;
  return { db, visible, visibleJobs };
}
