import type { Variation } from "../call.ts";
import { type Answer, type Check, type CheckContext, given, type OperationId, rule } from "../check.ts";
import { type Node, nodesIn } from "../document/place.ts";
import { cancel, create, isThe, jobIn, madeUpHost, newestOf, ofHosts, read } from "./job-rules.ts";

const operationId = "Get";
const page = { operationId, status: 200 };

/** More hosts than a query or a page of a database may be cut off at. */
const MANY = 250;

/** So many pages are followed, at most. */
export const PAGES = 20;

/** The query of the next page; undefined on the last one. */
export function nextQuery({ headers, url }: Pick<Answer, "headers" | "url">): string | undefined {
  const target = /<([^>]*)>/.exec(headers.get("Link") ?? "")?.[1];
  return target === undefined ? undefined : new URL(target, url).search.slice(1);
}

/** A list as it is read page by page. */
export interface Walk {
  readonly items: readonly Node[];
  /** How many items each page holds. */
  readonly sizes: readonly number[];
  /** The last page. */
  readonly seen: Answer;
}

/** All that a list shows, page by page. */
export async function walk(
  { expect }: CheckContext,
  operationId: OperationId,
  asked: URLSearchParams,
  path: Readonly<Record<string, string>> = {},
  caller: Pick<Variation, "token"> = {},
): Promise<Walk> {
  const items: Node[] = [];
  const sizes: number[] = [];
  let seen: Answer;
  let next: string | undefined = `${asked}`;
  do {
    seen = await expect(operationId, 200, { query: next, path, ...caller });
    const page = nodesIn(seen.json);
    items.push(...page);
    sizes.push(page.length);
    next = nextQuery(seen);
  } while (next !== undefined && sizes.length < PAGES);
  return { items, sizes, seen };
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
    promises: ["link-leads-on", "newest-first", "multiple-in-order"],
    async run(context) {
      const hosts = Array.from({ length: 5 }, (_, i) => madeUpHost(context, `at-once-${i}`));
      const before = await create(context, hosts);
      const hostIds = ofHosts(before, "hostId");
      const body = [3, 0, 4, 2, 1].map((i) => hostIds[i]);
      const seen = await context.expect("ByHostIdMultipleAsync", 200, { body });
      const scheduled = idsIn(seen);
      const scanned = nodesIn(seen.json).map((job) => nodesIn(job["hostScanHostStatus"])[0]?.["hostId"]);
      isThe(body, scanned, seen, "body (the hosts of its jobs)");
      for (const limit of [2, 3]) {
        const ids = await idsUntil(context, limit, before.id);
        const missing = [...scheduled, before.id].filter((id) => !ids.includes(id));
        rule(missing.length === 0, page, "body", `${missing.length} of the jobs are on no page of ${limit}`);
      }
    },
  },
  {
    name: `a job of ${MANY} hosts shows them all, by every call`,
    cells: [page],
    needs: ["credential"],
    promises: ["create-one-job", "list-shows-hosts", "newest-with-all-hosts", "ou-one-job"],
    async run(context) {
      const hosts = Array.from({ length: MANY }, (_, i) => madeUpHost(context, `many-hosts-${i}`));
      const names = hosts.map(({ dnsHostName }) => dnsHostName);
      const path = { credentialId: given(context.target.credentialId, "credential") };
      const ou = { path, body: names.toReversed() };
      const created = await create(context, hosts);
      // It is not scanned: that is not what it is about.
      await cancel(context, created.id, 202);
      const mapped = jobIn(await context.expect("ScheduleJobsByDnsHostNameMultipleAsync", 200, ou));
      await cancel(context, mapped.id, 202);
      isThe(names, ofHosts(created, "dnsHostName"), created.seen, "body /hostScanHostStatus (dnsHostName)");
      isThe(ou.body, ofHosts(mapped, "dnsHostName"), mapped.seen, "body /hostScanHostStatus (dnsHostName)");
      const page = await context.expect(operationId, 200, { query: "limit=2" });
      const listed = nodesIn(page.json).find(({ id }) => id === mapped.id);
      const newest = await newestOf(context, `${ofHosts(created, "hostId").at(-1)}`);
      const shown = [await read(context, mapped.id), newest, jobIn(page, listed)];
      for (const job of shown)
        isThe(ou.body, ofHosts(job, "dnsHostName"), job.seen, "body /hostScanHostStatus (dnsHostName)");
    },
  },
  {
    name: `${operationId} has a Link that leads on whatever a proxy puts before the path, by a cursor that is not changed`,
    cells: [page, { operationId, status: 400 }],
    needs: ["credential"],
    promises: ["link-leads-on", "foreign-cursor"],
    async run(context) {
      for (const label of ["link-1", "link-2"]) await create(context, [madeUpHost(context, label)]);
      const { headers } = await context.expect(operationId, 200, { query: "limit=1" });
      const link = headers.get("Link") ?? "";
      rule(link !== "", page, "header Link", "is missing, although there are more jobs");
      const after = new URLSearchParams(/<[^>?]*\?([^>]*)>/.exec(link)?.[1]).get("after");
      for (const other of after === null ? [] : [`${after}!`, `!${after}`])
        await context.expect(operationId, 400, { query: `${new URLSearchParams({ after: other })}` });
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
