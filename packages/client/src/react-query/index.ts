/**
 * The reads of the client as options for TanStack Query's hooks: `useQuery(queries.jobOptions(id))`.
 *
 * @packageDocumentation
 */
import { infiniteQueryOptions, type QueryKey, queryOptions } from "@tanstack/react-query";
import type { HostScanClient } from "../client.ts";
import { isProblem } from "../errors.ts";
import { unavailable } from "../fetch/retry.ts";
import { isFinished } from "../finished.ts";
import type { HostScanJob } from "../job.ts";
import type { JobPage } from "../list.ts";

/** A page of jobs, as a cache can keep it. */
export interface CachedPage {
  readonly jobs: readonly HostScanJob[];
  readonly next: string | null;
}

export interface JobQueryOptions {
  /** Milliseconds between two reads of a job that is not finished; 2,000 unless set. */
  readonly refetchInterval?: number | undefined;
}

export interface PageQueryOptions {
  readonly pageSize?: number | undefined;
  /** The cursor of the page; the newest jobs unless set. */
  readonly after?: string | undefined;
}

/** What all keys of a client begin with: `invalidateQueries({ queryKey: hostScanKey(client) })`. */
export const hostScanKey = (client: Pick<HostScanClient, "baseUrl">) => ["hostscan", client.baseUrl] as const;

/** The client repeats what may be repeated. */
const retry = false;

/**
 * Options for the reads of a client; make them once, beside the client.
 *
 * Keys begin with {@link hostScanKey}. A query that nobody uses any more aborts its call.
 */
export function createHostScanQueries(client: HostScanClient) {
  const key = hostScanKey(client);

  /** What changes until the job is finished: read again and again until then, never after. */
  function job<const Key extends QueryKey>(
    queryKey: Key,
    read: (signal: AbortSignal) => Promise<HostScanJob>,
    { refetchInterval = 2_000 }: JobQueryOptions,
  ) {
    return queryOptions({
      queryKey,
      queryFn: ({ signal }) => read(signal),
      retry,
      staleTime: ({ state }) => (isFinished(state.data?.status) ? Number.POSITIVE_INFINITY : 0),
      refetchInterval: ({ state }) => (isOver(state) ? false : refetchInterval),
    });
  }

  async function page(pageSize: number | undefined, after: string | undefined, signal: AbortSignal) {
    const walk = client.listJobs({ pageSize, after, signal }).pages();
    const { value } = await walk.next();
    await walk.return();
    return cached(value ?? []);
  }

  return {
    /** A job, read until it is finished. */
    jobOptions: (jobId: string, options: JobQueryOptions = {}) =>
      job([...key, "job", jobId], (signal) => client.getJob(jobId, { signal }), options),
    /** The newest job that holds a host, read until it is finished. */
    latestJobForHostOptions: (hostId: string, options: JobQueryOptions = {}) =>
      job(
        [...key, "host", hostId, "latest"],
        (signal) => client.latestJobForHost(hostId, { signal }),
        options,
      ),
    /** One page of jobs, newest first. */
    jobsOptions: ({ pageSize, after }: PageQueryOptions = {}) =>
      queryOptions({
        queryKey: [...key, "jobs", { pageSize, after }],
        queryFn: ({ signal }) => page(pageSize, after, signal),
        retry,
      }),
    /** All jobs, newest first, page by page: `useInfiniteQuery(queries.jobsInfiniteOptions())`. */
    jobsInfiniteOptions: ({ pageSize }: Pick<PageQueryOptions, "pageSize"> = {}) =>
      infiniteQueryOptions({
        queryKey: [...key, "jobs", "pages", { pageSize }],
        queryFn: ({ signal, pageParam }) => page(pageSize, pageParam ?? undefined, signal),
        initialPageParam: firstPage(),
        getNextPageParam: ({ next }) => next,
        retry,
      }),
  };
}

/** A cursor, or none. */
const firstPage = (): string | null => null;

/** A cache, or what it is stored in, keeps no member of an array. */
const cached = (page: JobPage): CachedPage => ({ jobs: [...page], next: page.next ?? null });

/** Whether reading on is no use: the job is finished, or there is none, or no right to read it. */
function isOver({ data, error }: { data: HostScanJob | undefined; error: Error | null }): boolean {
  return isFinished(data?.status) || (isProblem(error) && !unavailable.includes(error.status));
}
