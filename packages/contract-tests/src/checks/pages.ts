import { type Answer, type Check, type CheckContext, rule } from "../check.ts";
import { nodesIn } from "../document/place.ts";
import { create, madeUpHost, ofHosts } from "./job-rules.ts";

const operationId = "Get";
const page = { operationId, status: 200 };

/** So many pages are followed, at most. */
const PAGES = 20;

/** The query of the next page; undefined on the last one. */
export function nextQuery({ headers, url }: Pick<Answer, "headers" | "url">): string | undefined {
  const target = /<([^>]*)>/.exec(headers.get("Link") ?? "")?.[1];
  return target === undefined ? undefined : new URL(target, url).search.slice(1);
}

export const idsIn = ({ json }: Pick<Answer, "json">): unknown[] => nodesIn(json).map(({ id }) => id);

/** The ids on pages of so many jobs, until one is of the job. */
export async function idsUntil({ expect }: CheckContext, limit: number, jobId: string): Promise<unknown[]> {
  const ids: unknown[] = [];
  let query: string | undefined = `limit=${limit}`;
  for (let pages = 0; pages < PAGES && query !== undefined && !ids.includes(jobId); pages += 1) {
    const seen: Answer = await expect(operationId, 200, { query });
    const most = idsIn(seen).length <= limit;
    rule(most, page, "body", "holds more jobs than the first page was asked for");
    ids.push(...idsIn(seen));
    query = nextQuery(seen);
  }
  return ids;
}

/** The last page of those that follow a page, and the query that led there. */
export async function lastOf(
  { expect }: CheckContext,
  first: Answer,
): Promise<{ last: Answer; query: string }> {
  let [last, query] = [first, ""];
  for (let pages = 0; pages < PAGES; pages += 1) {
    const next = nextQuery(last);
    if (next === undefined) break;
    query = next;
    last = await expect(operationId, 200, { query });
  }
  return { last, query };
}

export const pageChecks: readonly Check[] = [
  {
    name: `${operationId} shows every job of a call that has scheduled many at once, on whatever page`,
    cells: [page],
    needs: ["credential"],
    promises: ["link-leads-on", "newest-first"],
    async run(context) {
      const hosts = Array.from({ length: 5 }, (_, i) => madeUpHost(context, `at-once-${i}`));
      const before = await create(context, hosts);
      const body = ofHosts(before, "hostId");
      const scheduled = idsIn(await context.expect("ByHostIdMultipleAsync", 200, { body }));
      for (const limit of [2, 3]) {
        const ids = await idsUntil(context, limit, before.id);
        const missing = [...scheduled, before.id].filter((id) => !ids.includes(id));
        rule(missing.length === 0, page, "body", `${missing.length} of the jobs are on no page of ${limit}`);
      }
    },
  },
  {
    name: `${operationId} has a Link that leads on whatever a proxy puts before the path`,
    cells: [page],
    needs: ["credential"],
    promises: ["link-leads-on"],
    async run(context) {
      for (const label of ["link-1", "link-2"]) await create(context, [madeUpHost(context, label)]);
      const { headers } = await context.expect(operationId, 200, { query: "limit=1" });
      const link = headers.get("Link") ?? "";
      rule(link !== "", page, "header Link", "is missing, although there are more jobs");
      const holds = !/<(\w[\w+.-]*:|\/)/.test(link);
      rule(
        holds,
        page,
        "header Link",
        `is ${link}, which leads past a proxy that serves the API under a path`,
      );
    },
  },
];
