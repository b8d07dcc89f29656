import { HostScanProblem } from "./errors.ts";
import type { HostScanJob } from "./job.ts";
import { leavable } from "./leavable.ts";

/** A page of jobs, as the server cut it. */
export interface JobPage extends Array<HostScanJob> {
  /** The cursor of the following page, to go on from there with `listJobs({ after })`; absent on the last one. */
  readonly next?: string | undefined;
}

/** Jobs one by one, or by pages. Each iteration starts anew. */
export interface JobList extends AsyncIterable<HostScanJob> {
  pages(): AsyncGenerator<JobPage, void, undefined>;
}

const repeatedCursor = () =>
  new HostScanProblem(new Response(), "", {
    detail: "The list names a page as its next one that was there before.",
    ...{ method: "GET", path: "/api/v1/HostScanJob" },
  });

/** Reads one page. */
export type ReadPage = (after: string | undefined, left: AbortSignal) => Promise<JobPage>;

/**
 * Walks the pages that `read` gets. A server without paging has one page.
 *
 * @throws {HostScanProblem} of a cursor that was there before: the walk would never end
 */
export function listJobs(read: ReadPage, first: string | undefined): JobList {
  const pages = () =>
    leavable(async function* (left) {
      const seen = new Set<string | undefined>([first]);
      let page: JobPage | undefined;
      do {
        page = await read(page ? page.next : first, left);
        yield page;
        if (page.next !== undefined && seen.has(page.next)) throw repeatedCursor();
        seen.add(page.next);
      } while (page.next !== undefined);
    });
  return {
    pages,
    [Symbol.asyncIterator]: () =>
      leavable(async function* (left) {
        const walk = pages();
        left.addEventListener("abort", () => void walk.return());
        for await (const page of walk) yield* page;
      }),
  };
}
