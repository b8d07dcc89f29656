import { type Kysely, sql } from "kysely";

/**
 * Hosts know whether what they have was stated by an Admin. Of those that are there, what Admins own was; what became of
 * others since they were made is not known.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table host add column stated_by_admin boolean not null default false`.execute(db);
  await sql`
    update host set stated_by_admin = true
    where owner is null
      or owner in (select 'user:' || login from app_user where role = 'Admin')
      or owner in (select 'token:' || name from access_token group by name having bool_and(role = 'Admin'))`.execute(
    db,
  );
}
