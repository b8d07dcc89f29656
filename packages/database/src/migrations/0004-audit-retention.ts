import { type Kysely, sql } from "kysely";

/**
 * The audit log, an index for those who watch the queue, and what links a job to the trace of the request that scheduled it.
 *
 * The log is append-only for whoever uses the tables: updating and truncating are refused, and so is deleting, but for
 * what retention removes. Retention says so for its own transaction (`hostscan.audit_expiry`), and even then no row
 * younger than a day goes.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit (
      id bigint generated always as identity primary key,
      at timestamptz not null default clock_timestamp(),
      actor_kind text not null check (actor_kind in ('token', 'command', 'worker')),
      actor text not null,
      actor_id text,
      action text not null,
      object_kind text not null,
      object_id text,
      request_id text,
      details jsonb not null
    )`.execute(db);
  await sql`create index audit_at on audit (at, id)`.execute(db);
  await sql`
    create function audit_is_append_only() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and current_setting('hostscan.audit_expiry', true) = 'on'
        and old.at < now() - interval '1 day' then
        return old;
      end if;
      raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
    end $$`.execute(db);
  await sql`
    create trigger audit_changed before update or delete on audit
    for each row execute function audit_is_append_only()`.execute(db);
  await sql`
    create trigger audit_truncated before truncate on audit
    for each statement execute function audit_is_append_only()`.execute(db);

  // Counting what waits must not read what has ended.
  await sql`create index host_scan_host_waiting on host_scan_host (job_id) where status = 0`.execute(db);
  await sql`alter table host_scan_job add column trace_parent text`.execute(db);
}
