import type { Caller } from "@hostscan/core";
import { callerName, isAdmin } from "@hostscan/core";
import type { Database } from "@hostscan/database";
import { type Kysely, type RawBuilder, sql } from "kysely";

/** Whose jobs an application sees and cancels: everybody's, as in the reference, or its own alone. */
export type JobsOf = "all" | "own";

/** Where jobs are read, and for whom. */
export interface JobReading {
  readonly db: Kysely<Database>;
  /** SQL: whether the caller sees a row of the table `host_scan_job`. */
  readonly visible: RawBuilder<boolean>;
}

/** SQL that tells whether a caller sees a row of the table `host_scan_job`, under that name. Admins see all. */
export function visibleTo(caller: Caller, jobsOf: JobsOf): RawBuilder<boolean> {
  if (jobsOf === "all" || isAdmin(caller)) return sql<boolean>`true`;
  return sql<boolean>`host_scan_job.caller = ${callerName(caller)}`;
}
