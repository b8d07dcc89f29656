import type { HostScanJob } from "./job.ts";

/** Jobs one by one, or by pages as the server cuts them. Each iteration starts anew at the newest job. */
export interface JobList extends AsyncIterable<HostScanJob> {
  pages(): AsyncGenerator<HostScanJob[], void, undefined>;
}

/** A page as it was answered. */
export interface JobPage {
  readonly jobs: HostScanJob[];
  /** The cursor of the following page, if there is one. */
  readonly next: string | undefined;
}

/** Walks the pages that `read` gets. A server without paging has one page. */
export function listJobs(read: (after: string | undefined) => Promise<JobPage>): JobList {
  async function* pages() {
    let page: JobPage | undefined;
    do {
      page = await read(page?.next);
      yield page.jobs;
    } while (page.next !== undefined);
  }
  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* page;
    },
  };
}
