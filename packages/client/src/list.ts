import { HostScanProblem } from "./errors.ts";
import type { HostScanJob } from "./job.ts";
import { leavable } from "./leavable.ts";

/** A page of a list, as the server cut it. */
export interface ListPage<Item> extends Array<Item> {
  /** The cursor of the following page, to go on from there with `after`; absent on the last one. */
  readonly next?: string | undefined;
}

/** Items one by one, or by pages. Each iteration starts anew. */
export interface List<Item> extends AsyncIterable<Item> {
  pages(): AsyncGenerator<ListPage<Item>, void, undefined>;
}

/** A page of jobs. */
export type JobPage = ListPage<HostScanJob>;

/** Jobs one by one, or by pages. */
export type JobList = List<HostScanJob>;

const repeatedCursor = (path: string) =>
  new HostScanProblem(new Response(), "", {
    detail: "The list names a page as its next one that was there before.",
    ...{ method: "GET", path },
  });

/** Reads one page. */
export type ReadPage<Item> = (after: string | undefined, left: AbortSignal) => Promise<ListPage<Item>>;

/**
 * Walks the pages that `read` gets. A server without paging has one page.
 *
 * @throws {HostScanProblem} of a cursor that was there before: the walk would never end
 */
export function walkPages<Item>(path: string, read: ReadPage<Item>, first: string | undefined): List<Item> {
  const pages = () =>
    leavable(async function* (left) {
      const seen = new Set<string | undefined>([first]);
      let page: ListPage<Item> | undefined;
      do {
        page = await read(page ? page.next : first, left);
        yield page;
        if (page.next !== undefined && seen.has(page.next)) throw repeatedCursor(path);
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
