import { type Kysely, sql } from "kysely";
import type { Database } from "../database/tables.ts";
import { type AnsweredHost, type HostScanJobStatus, jobStatus } from "./job-status.ts";

/** Reads jobs that are known to exist, in the order of their ids. */
export async function readJobs(db: Kysely<Database>, ids: readonly string[]): Promise<HostScanJobStatus[]> {
  const rows = await db
    .selectFrom("host_scan_host")
    .select([
      "id",
      "job_id",
      "host_id",
      "name",
      "dns_host_name",
      "os",
      "ip_address",
      "version",
      "status",
      "status_description",
      "failure_reason",
      "attempt",
    ])
    .where("job_id", "=", sql<string>`any (${ids}::uuid[])`)
    .orderBy("job_id")
    .orderBy("position")
    .execute();
  const hosts = new Map<string, AnsweredHost[]>(ids.map((id) => [id, []]));
  for (const row of rows) hosts.get(row.job_id)?.push(row);
  return Array.from(hosts, ([id, ofJob]) => jobStatus(id, ofJob));
}
