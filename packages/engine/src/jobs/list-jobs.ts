import { invalid, type JobPage, type Result } from "@hostscan/core";
import { sql } from "kysely";
import type { JobReading } from "../visibility/visible-jobs.ts";
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

/** The newest jobs behind the cursor, by the index on (created_at, id) at the same cost on every page. */
async function findJobs(
  { db, visible }: JobReading,
  limit: number,
  after: PageCursor | undefined,
): Promise<ListedJob[]> {
  const behind =
    after &&
    sql`and (created_at, id) < ('epoch'::timestamptz + ${after.createdAt}::bigint * interval '1 microsecond', ${after.id}::uuid)`;
  const { rows } = await sql<ListedJob>`
    select id, host_count as "hostCount",
      (extract(epoch from created_at) * 1000000)::bigint::text as "createdAt"
    from host_scan_job where ${visible} ${behind ?? sql``}
    order by created_at desc, id desc limit ${limit}`.execute(db);
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

/** `Get`: lists the jobs that the caller sees, newest first. */
export async function listJobs(
  reading: JobReading,
  { limit, after }: { readonly limit: number; readonly after?: string },
): Promise<Result<JobPage>> {
  const cursor = after === undefined ? undefined : readCursor(after);
  if (after !== undefined && cursor === undefined) {
    return invalid([{ path: "after", message: "is not a cursor of this list" }]);
  }
  const found = await findJobs(reading, limit + 1, cursor);
  const page = fill(found, limit);
  const jobs = await readJobs(
    reading.db,
    page.map((job) => job.id),
  );
  const last = page.at(-1);
  if (last === undefined || page.length === found.length) return { ok: true, value: { jobs } };
  return { ok: true, value: { jobs, next: writeCursor(last) } };
}
