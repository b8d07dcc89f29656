import { type Kysely, sql } from "kysely";

/** A part of a caller's name, written as `callers/caller-name.ts` writes it. */
const escaped = (part: string) => sql`replace(replace(${sql.raw(part)}, '%', '%25'), ',', '%2C')`;

/** Every line of the audit log on a job that was scheduled, with that job's id; a line may be on several. */
const scheduledJobs = sql`
  select named.job_id, audit.* from audit cross join lateral (
    select object_id as job_id where object_id is not null
    union all select jsonb_array_elements_text(details -> 'jobIds')
    where jsonb_typeof(details -> 'jobIds') = 'array'
  ) as named
  where action = 'job.schedule'`;

/**
 * Hosts have owners, jobs are known by who scheduled them, and each host of a job by what was to be scanned then.
 *
 * Who scheduled a job of before is read from the audit log. Where that tells nothing any more, the job's creator counts
 * if there is only one kind of caller of that name. A host belongs to who scheduled its first job, unless that job is
 * so much younger that there were earlier ones. What is left belongs to nobody: Admins alone change and see it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table host add column owner text`.execute(db);
  await sql`alter table host_scan_job add column caller text`.execute(db);
  await sql`alter table host_scan_host add column target jsonb`.execute(db);
  await sql`
    alter table trust_record
      add column learnt_thumbprint text,
      add column learnings integer not null default 0,
      add constraint trust_record_learnt check ((learnt_thumbprint is null) = (learnings = 0))`.execute(db);
  // What was learnt before: it holds for jobs that wait, as it did.
  await sql`
    update trust_record set learnt_thumbprint = pinned_thumbprint, learnings = 1
    where accepted_how in ('first discovery', 'command')`.execute(db);

  await sql`
    update host_scan_job as job set caller = scheduled.caller
    from (
      select distinct on (job_id) job_id, case
          when actor_kind = 'user' then 'user:' || ${escaped("actor")}
          when actor_id ~ '^https?://' then 'oidc:' || ${escaped("regexp_replace(actor_id, ' ', '#')")}
          when exists (select from application_key where id::text = actor_id) then 'app:' || ${escaped("actor")}
          when exists (select from access_token where id::text = actor_id) then 'token:' || ${escaped("actor")}
        end as caller
      from (${scheduledJobs}) as line order by job_id, id
    ) as scheduled where scheduled.job_id = job.id::text`.execute(db);
  await sql`
    update host_scan_job as job set caller = known.caller
    from (
      select name, min(caller) as caller from (
        select login as name, 'user:' || ${escaped("login")} as caller from app_user
        union select name, 'app:' || ${escaped("name")} from application_key
        union select name, 'token:' || ${escaped("name")} from access_token
      ) as bearer group by name having count(*) = 1
    ) as known
    where job.caller is null and known.name = job.created_by
      and not exists (select from (${scheduledJobs}) as line where line.job_id = job.id::text)`.execute(db);
  await sql`
    update host set owner = first.caller
    from (
      select distinct on (scan.host_id) scan.host_id, job.caller, job.created_at, job.created_from
      from host_scan_host as scan join host_scan_job as job on job.id = scan.job_id
      order by scan.host_id, job.created_at, job.id
    ) as first
    where first.host_id = host.id and first.created_from not in ('ByHostId', 'ByHostIdMultipleAsync')
      and first.created_at < host.created_at + interval '5 minutes'`.execute(db);
  // As hosts/scheduled-target.ts has it.
  await sql`
    update host_scan_host as scan set target = jsonb_strip_nulls(jsonb_build_object(
      'address', host.ip_address, 'port', host.ssh_port, 'platform', host.platform,
      'credentialId', host.credential_id, 'trustAction', host.trust_action,
      'acceptFirstDiscovery', host.accept_first_discovery, 'certificateType', host.certificate_type,
      'keys', (
        select jsonb_object_agg(protocol, jsonb_build_object(
          'pinned', pinned_thumbprint, 'learnt', learnt_thumbprint, 'learnings', learnings))
        from trust_record where host_id = host.id and pinned_thumbprint is not null
      )
    ))
    from host where host.id = scan.host_id and scan.status in (0, 1)`.execute(db);
  // A caller's own jobs, newest first, are found without a look at those of others.
  await sql`
    create index host_scan_job_of_caller on host_scan_job (caller, created_at desc, id desc)`.execute(db);
}
