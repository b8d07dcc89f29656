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
 * What a caller reads of inventories. Who sees only the jobs of its own sees the hosts that it owns, and those that its
 * jobs have scanned: what these have read it may know.
 */
export function inventorySeenBy(db: Kysely<Database>, caller: Caller, jobsOf: JobsOf): InventoryReading {
  const visibleJobs = visibleTo(caller, jobsOf);
  if (jobsOf === "all" || isAdmin(caller)) return { db, visible: sql<boolean>`true`, visibleJobs };
  const visible = sql<boolean>`(host.owner = ${callerName(caller)} or exists (
    select from host_scan_host as scan join host_scan_job on host_scan_job.id = scan.job_id
    where scan.host_id = host.id and scan.status = ${sql.lit(ActionStatus.Complete)} and ${visibleJobs}
  ))`;
  return { db, visible, visibleJobs };
}
