import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import type { Database } from "@hostscan/database";
import { type Kysely, sql } from "kysely";
import { apiWord } from "../hosts/api-word.ts";

/** A host of a job as it is exported: what the API tells, and when it was scanned where. */
export interface ExportedHost {
  readonly jobId: string;
  readonly hostScanHostId: string;
  readonly hostId: string;
  readonly name: string | null;
  readonly dnsHostName: string | null;
  readonly ipAddress: string | null;
  readonly port: number;
  readonly os: string | null;
  readonly version: string | null;
  /** By the API's words. */
  readonly status: string | null;
  readonly failureReason: string | null;
  readonly statusDescription: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

interface Row extends Omit<ExportedHost, "status" | "failureReason"> {
  readonly position: number;
  readonly status: number;
  readonly failureReason: number;
}

/**
 * The hosts of a job in their order, a page at a time; none where there is no such job. A page is as of when it is read.
 */
export async function* exportJob(
  db: Kysely<Database>,
  jobId: string,
  perPage = 1_000,
): AsyncGenerator<readonly ExportedHost[]> {
  // Compared as text, since what was typed need not be an id; once, as no index is of that.
  const { rows: jobs } = await sql<{ id: string }>`
    select id from host_scan_job where id::text = ${jobId.toLowerCase()}`.execute(db);
  const [job] = jobs;
  for (let from = -1; job !== undefined; ) {
    const { rows } = await sql<Row>`
      select scan.job_id as "jobId", scan.id as "hostScanHostId", scan.host_id as "hostId", scan.name,
        scan.dns_host_name as "dnsHostName", scan.ip_address as "ipAddress",
        coalesce((scan.target ->> 'port')::integer, host.ssh_port) as port, scan.os, scan.version, scan.status,
        scan.failure_reason as "failureReason", scan.status_description as "statusDescription",
        scan.started_at as "startedAt", scan.finished_at as "finishedAt", scan.position
      from host_scan_host as scan join host on host.id = scan.host_id
      where scan.job_id = ${job.id} and scan.position > ${from}
      order by scan.position limit ${perPage}`.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    from = last.position;
    yield rows.map(({ position, status, failureReason, ...host }) => ({
      ...host,
      status: apiWord(ActionStatus, status),
      failureReason: apiWord(ActionFailureReason, failureReason),
    }));
  }
}
