import { invalid, type JobFilter, type JobPage, type PageAsked, type Result } from "@hostscan/core";
import { type RawBuilder, sql } from "kysely";
import { readMoment, tooEarly } from "../inventory/read-hosts.ts";
import type { JobReading } from "../visibility/visible-jobs.ts";
import { statusFromHosts } from "./ended-jobs.ts";
import { readJobs } from "./read-jobs.ts";

/** The last job of a page; the next one starts behind it. */
interface PageCursor {
  /** Microseconds since 1970, in digits: as exact as Postgres is, which JavaScript's `Date` is not. */
  readonly createdAt: string;
  readonly id: string;
}

const CURSOR = /^(\d{1,16}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Opaque to callers. */
export function writeCursor({ createdAt, id }: PageCursor): string {
  return Buffer.from(`${createdAt} ${id}`).toString("base64url");
}

/** Undefined for a cursor of the caller's own making, or one that was changed: `Buffer` passes over what is no base64. */
export function readCursor(text: string): PageCursor | undefined {
  const [, createdAt, id] = CURSOR.exec(Buffer.from(text, "base64url").toString()) ?? [];
  if (createdAt === undefined || id === undefined) return undefined;
  const cursor = { createdAt, id };
  return writeCursor(cursor) === text ? cursor : undefined;
}

/** What keeps an answer within bounds: a page ends once it holds so many hosts. */
const MOST_HOSTS = 10_000;

interface ListedJob extends PageCursor {
  readonly hostCount: number;
}

/** SQL of jobs that fit, all but their status. The few jobs of a host are looked up first, and not looked for among all. */
function fitting({ visible }: JobReading, { hostId, since, createdBy }: JobFilter, after?: PageCursor) {
  const all: RawBuilder<unknown>[] = [visible];
  if (hostId !== undefined)
    all.push(
      sql`id = any (array(select job_id from host_scan_host where host_id = ${hostId.toLowerCase()}))`,
    );
  if (since !== undefined) all.push(sql`created_at >= ${readMoment(since)}::timestamptz`);
  if (createdBy !== undefined) all.push(sql`caller = ${createdBy}`);
  if (after !== undefined)
    all.push(
      sql`(created_at, id) < ('epoch'::timestamptz + ${after.createdAt}::bigint * interval '1 microsecond', ${after.id}::uuid)`,
    );
  return sql`${sql.join(all, sql` and `)}`;
}

/**
 * The newest jobs behind the cursor, by an index in the order of (created_at, id), at the same cost on every page. By
 * status there are two such ways: of jobs that have ended it is noted, of the others it follows from their hosts.
 */
async function findJobs(
  reading: JobReading,
  limit: number,
  filter: JobFilter,
  after: PageCursor | undefined,
): Promise<ListedJob[]> {
  const { status } = filter;
  const newest = (condition: RawBuilder<unknown>) => sql`(
    select id, host_count, created_at from host_scan_job where ${fitting(reading, filter, after)} and ${condition}
    order by created_at desc, id desc limit ${limit})`;
  const found =
    status === undefined
      ? newest(sql`true`)
      : sql`(${newest(sql`ended_as = ${status}`)} union all
          ${newest(sql`ended_as is null and ${statusFromHosts} = ${status}`)})`;
  const { rows } = await sql<ListedJob>`
    select id, host_count as "hostCount",
      (extract(epoch from created_at) * 1000000)::bigint::text as "createdAt"
    from ${found} as found order by created_at desc, id desc limit ${limit}`.execute(reading.db);
  return rows;
}

/** As many of the jobs as fit a page: one at least. */
function fill(jobs: readonly ListedJob[], limit: number): readonly ListedJob[] {
  let hosts = 0;
  const surplus = jobs.findIndex((job, index) => {
    hosts += job.hostCount;
    return index === limit || (index > 0 && hosts > MOST_HOSTS);
  });
  return surplus === -1 ? jobs : jobs.slice(0, surplus);
}

/** `Get`: lists the jobs that the caller sees and that fit the filters, newest first. */
export async function listJobs(
  reading: JobReading,
  { limit, after, ...filter }: PageAsked & JobFilter,
): Promise<Result<JobPage>> {
  const cursor = after === undefined ? undefined : readCursor(after);
  if (after !== undefined && cursor === undefined) {
    return invalid([{ path: "after", message: "is not a cursor of this list" }]);
  }
  if (filter.since !== undefined && readMoment(filter.since) === undefined) return tooEarly("since");
  const found = await findJobs(reading, limit + 1, filter, cursor);
  const page = fill(found, limit);
  const jobs = await readJobs(
    reading.db,
    page.map((job) => job.id),
  );
  const last = page.at(-1);
  if (last === undefined || page.length === found.length) return { ok: true, value: { jobs } };
  return { ok: true, value: { jobs, next: writeCursor(last) } };
}
