import type { Outcome } from "@hostscan/server";
import { type Kysely, sql } from "kysely";
import type { Database } from "../database/tables.ts";
import type { HostScanJobStatus } from "./job-status.ts";
import { readJobs } from "./read-jobs.ts";
import { notFound } from "./rejection.ts";

/** `GetJobStatus`: a job and how far it has come. */
export async function getJob(db: Kysely<Database>, jobId: string): Promise<Outcome<HostScanJobStatus>> {
  const id = jobId.toLowerCase();
  const [job] = await readJobs(db, [id]);
  return job === undefined ? notFound(`No host scan job has the id ${id}.`) : { ok: true, value: job };
}

/** `GetJobStatusForHost`: the newest job that holds a host. */
export async function latestJobForHost(
  db: Kysely<Database>,
  hostId: string,
): Promise<Outcome<HostScanJobStatus>> {
  const id = hostId.toLowerCase();
  const { rows } = await sql<{ job_id: string | null }>`
    select (
      select job.id from host_scan_host as scan join host_scan_job as job on job.id = scan.job_id
      where scan.host_id = host.id order by job.created_at desc, job.id desc limit 1
    ) as job_id
    from host where host.id = ${id}`.execute(db);
  const [found] = rows;
  if (found === undefined) return notFound(`No host has the id ${id}.`);
  if (found.job_id === null) return notFound(`No host scan job holds the host ${id}.`);
  return getJob(db, found.job_id);
}
