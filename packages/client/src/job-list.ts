import type { components } from "@hostscan/contract";
import type { Answer } from "./answer.ts";
import { type HostScanJob, jobsOf } from "./job.ts";
import { nextPageQuery } from "./link.ts";

type HostScanJobStatus = components["schemas"]["HostScanJobStatus"];

/** Jobs one by one, or by pages as the server cuts them. Each iteration starts anew at the newest job. */
export interface JobList extends AsyncIterable<HostScanJob> {
  pages(): AsyncGenerator<HostScanJob[], void, undefined>;
}

/** Walks the pages that `read` gets, along the `Link` to the next one. A server without paging has one page. */
export function listJobs(read: (after: string | undefined) => Promise<Answer<HostScanJobStatus[]>>): JobList {
  async function* pages() {
    let after: string | undefined;
    do {
      const answer = await read(after);
      yield jobsOf(answer);
      after = nextPageQuery(answer.response.headers.get("Link"))?.get("after") ?? undefined;
    } while (after !== undefined);
  }
  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* page;
    },
  };
}
