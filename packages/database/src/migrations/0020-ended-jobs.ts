import { type Kysely, sql } from "kysely";

/** The status of a job that has ended is noted with it, so that the few of a status are found among many. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table host_scan_job add column ended_as smallint`.execute(db);
  await sql`
    create index host_scan_job_ended on host_scan_job (ended_as, created_at desc, id desc)
    where ended_as is not null`.execute(db);
  await sql`
    create index host_scan_job_ended_of_caller on host_scan_job (caller, ended_as, created_at desc, id desc)
    where ended_as is not null`.execute(db);
  await sql`
    create index host_scan_job_not_ended on host_scan_job (created_at desc, id desc) where ended_as is null`.execute(
    db,
  );
}
