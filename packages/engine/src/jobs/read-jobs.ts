import type { Database } from "@hostscan/database";
import { type Kysely, sql } from "kysely";
import { type AnsweredHost, type HostScanJobStatus, jobStatus } from "./job-status.ts";

/** Reads jobs, in the order of their ids; one that has been removed meanwhile is not among them. */
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
  // Every job has hosts.
  const there = [...hosts].filter(([, ofJob]) => ofJob.length > 0);
  return there.map(([id, ofJob]) => jobStatus(id, ofJob));
}
