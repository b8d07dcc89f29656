import type { Result } from "@hostscan/core";
import { notFound } from "@hostscan/core";
import { sql } from "kysely";
import type { HostScanJobStatus } from "./job-status.ts";
import { readJobs } from "./read-jobs.ts";
import type { JobReading } from "./visible-jobs.ts";

/** `GetJobStatus`: a job and how far it has come. */
export async function getJob({ db, visible }: JobReading, jobId: string): Promise<Result<HostScanJobStatus>> {
  const id = jobId.toLowerCase();
  const { rows } = await sql<{ id: string }>`
    select id from host_scan_job where id = ${id} and ${visible}`.execute(db);
  const [job] = rows.length > 0 ? await readJobs(db, [id]) : [];
  return job === undefined ? notFound(`No host scan job has the id ${id}.`) : { ok: true, value: job };
}

/** `GetJobStatusForHost`: the newest job that holds a host, of those that the caller sees. */
export async function latestJobForHost(
  { db, visible }: JobReading,
  hostId: string,
): Promise<Result<HostScanJobStatus>> {
  const id = hostId.toLowerCase();
  const { rows } = await sql<{ job_id: string | null }>`
    select (
      select host_scan_job.id from host_scan_host as scan join host_scan_job on host_scan_job.id = scan.job_id
      where scan.host_id = host.id and ${visible}
      order by host_scan_job.created_at desc, host_scan_job.id desc limit 1
    ) as job_id
    from host where host.id = ${id}`.execute(db);
  const [found] = rows;
  if (found === undefined) return notFound(`No host has the id ${id}.`);
  if (found.job_id === null) return notFound(`No host scan job holds the host ${id}.`);
  return getJob({ db, visible }, found.job_id);
}
