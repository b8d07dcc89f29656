import { ActionStatus } from "@hostscan/contract";
import { type Check, type CheckContext, rule } from "../check.ts";
import { nodesIn } from "../document/place.ts";
import type { PromiseId } from "../promise.ts";
import { create, isThe, jobIn, madeUpHost, namesPath, ofHosts, read, untilEnded } from "./job-rules.ts";
import { idsIn, idsUntil, lastOf, nextQuery, walk } from "./pages.ts";

const operationId = "Get";
const page = { operationId, status: 200 };

/** Schedules jobs of made-up hosts, and gives their ids, the oldest first. */
async function scheduled(context: CheckContext, ...labels: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const label of labels) ids.push((await create(context, [madeUpHost(context, label)])).id);
  return ids;
}

const refusedQueries: readonly (readonly [query: string, parameter: string, promise: PromiseId])[] = [
  ["limit=0", "limit", "limit-bounds"],
  ["limit=201", "limit", "limit-bounds"],
  ["limit=-1", "limit", "limit-bounds"],
  ["limit=1.5", "limit", "limit-bounds"],
  ["limit=many", "limit", "limit-bounds"],
  ["limit=", "limit", "limit-bounds"],
  ["limit=2x", "limit", "limit-bounds"],
  ["limit=20000000001", "limit", "limit-bounds"],
  ["after=not-a-cursor", "after", "foreign-cursor"],
  [`after=${crypto.randomUUID()}`, "after", "foreign-cursor"],
  ["after=", "after", "foreign-cursor"],
  [`after=${"a".repeat(513)}`, "after", "foreign-cursor"],
  ["status=11", "status", "jobs-filtered"],
  ["status=failed", "status", "jobs-filtered"],
  ["hostId=none", "hostId", "jobs-filtered"],
  ["since=yesterday", "since", "jobs-filtered"],
  ["createdBy=", "createdBy", "jobs-filtered"],
  ["createdBy=importer", "createdBy", "jobs-filtered"],
];

/** What filters show of the jobs of a host of this run, whose scans fail: all, or none. */
const filters: readonly (readonly [
  name: string,
  matching: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
])[] = [
  ["status", { status: `${ActionStatus.Failed}` }, { status: `${ActionStatus.Complete}` }],
  ["since", { since: "2000-01-01T00:00:00+01:00" }, { since: "2999-01-01T00:00:00Z" }],
  ["createdBy", {}, { createdBy: "app:nobody-who-calls-this" }],
];

export const listChecks: readonly Check[] = [
  {
    name: `${operationId} lists the jobs that fit each of its filters, page by page`,
    cells: [page],
    needs: ["credential"],
    promises: ["jobs-filtered", "link-leads-on"],
    async run(context) {
      const first = await create(context, [madeUpHost(context, "filtered")]);
      const [hostId] = ofHosts(first, "hostId").map(String);
      await untilEnded(context, first);
      const again = await context.expect("ByHostIdMultipleAsync", 200, { body: [hostId] });
      const second = await untilEnded(context, jobIn(again, nodesIn(again.json)[0]));
      // Of another host, the newest of all.
      await untilEnded(context, await create(context, [madeUpHost(context, "filtered-out")]));
      const shown = async (members: Readonly<Record<string, string>>) => {
        const query = new URLSearchParams({ hostId: `${hostId}`.toUpperCase(), limit: "1", ...members });
        return (await walk(context, operationId, query)).items.map(({ id }) => id);
      };
      for (const [name, matching, other] of filters) {
        const ids = [second.id, first.id];
        isThe(ids, await shown(matching), { cell: page }, `body (of jobs that fit ${name})`);
        isThe([], await shown(other), { cell: page }, `body (of jobs that do not fit ${name})`);
      }
      const nowhere = { hostId: crypto.randomUUID() };
      isThe([], await shown(nowhere), { cell: page }, "body (of a host that is not known)");
    },
  },
  ...[1, 200].map(
    (limit): Check => ({
      name: `${operationId} lists no more jobs than asked for, of ${limit}`,
      cells: [page],
      needs: [],
      promises: ["limit-bounds"],
      async run({ expect }) {
        const { json } = await expect(operationId, 200, { query: `limit=${limit}` });
        const kept = Array.isArray(json) && json.length <= limit;
        rule(kept, page, "body", `is no list of at most ${limit} ${limit === 1 ? "job" : "jobs"}`);
      },
    }),
  ),
  ...refusedQueries.map(
    ([query, parameter, promise]): Check => ({
      name: `${operationId} refuses ${query.length > 60 ? `${query.slice(0, 30)}…` : query.replace(/=.{36}$/, "=(any GUID)")}`,
      cells: [{ operationId, status: 400 }],
      needs: [],
      promises: [promise],
      async run({ expect }) {
        namesPath(await expect(operationId, 400, { query }), operationId, parameter);
      },
    }),
  ),
  {
    name: `${operationId} leads from page to page, newest job first, and shows each job once`,
    cells: [page],
    needs: ["credential"],
    promises: ["newest-first", "link-leads-on"],
    async run(context) {
      const jobs = await scheduled(context, "page-1", "page-2", "page-3", "page-4");
      const ids = await idsUntil(context, 2, jobs[0] ?? "");
      rule(new Set(ids).size === ids.length, page, "body", "shows a job twice");
      const places = jobs.toReversed().map((id) => ids.indexOf(id));
      const inOrder = places.every((place, i) => place >= 0 && place > (places[i - 1] ?? -1));
      rule(inOrder, page, "body", "is not newest first");
    },
  },
  {
    name: `${operationId} does not shift its pages where jobs are scheduled meanwhile`,
    cells: [page],
    needs: ["credential"],
    promises: ["pages-do-not-shift"],
    async run(context) {
      const [older, newer] = await scheduled(context, "shift-1", "shift-2");
      const first = await context.expect(operationId, 200, { query: "limit=1" });
      const query = nextQuery(first) ?? "";
      await scheduled(context, "shift-3");
      const second = await context.expect(operationId, 200, { query });
      const expected = idsIn(first)[0] === newer ? older : newer;
      isThe([expected], idsIn(second), second, "body (the second page)");
    },
  },
  {
    name: `${operationId} has a Link on every page but the last, which is not empty`,
    cells: [page],
    needs: ["credential"],
    promises: ["link-absent-at-end"],
    async run(context) {
      await scheduled(context, "end-1", "end-2");
      const first = await context.expect(operationId, 200, { query: "limit=1" });
      const rest = new URLSearchParams(nextQuery(first));
      rest.set("limit", "200");
      const second = await context.expect(operationId, 200, { query: `${rest}` });
      const { last, query } = await lastOf(context, second);
      if (nextQuery(last) !== undefined) return;
      rule(idsIn(last).length > 0, page, "header Link", "leads to a page without jobs");
      // The same page, asked for as many jobs as there are.
      const exact = new URLSearchParams(query || rest);
      exact.set("limit", `${idsIn(last).length}`);
      const full = await context.expect(operationId, 200, { query: `${exact}` });
      const ends = idsIn(full).length < idsIn(last).length || nextQuery(full) === undefined;
      rule(ends, page, "header Link", "is on a last page that is full");
    },
  },
  {
    name: `${operationId} has pages of 50 jobs where no limit is asked for`,
    cells: [page],
    needs: ["credential"],
    promises: ["limit-default"],
    async run(context) {
      const hosts = Array.from({ length: 51 }, (_, i) => madeUpHost(context, `default-${i}`));
      const ids = ofHosts(await create(context, hosts), "hostId");
      await context.expect("ByHostIdMultipleAsync", 200, { body: ids });
      const asked = await context.expect(operationId, 200, { query: "limit=50" });
      const seen = await context.expect(operationId, 200);
      isThe(idsIn(asked).length, idsIn(seen).length, seen, "body (the number of its jobs)");
      rule(idsIn(seen).length <= 50, page, "body", "holds more than 50 jobs");
    },
  },
  {
    name: `${operationId} shows a job as GetJobStatus does`,
    cells: [page],
    needs: ["credential"],
    promises: ["list-shows-hosts"],
    async run(context) {
      const hosts = ["listed-b", "listed-a"].map((label) => madeUpHost(context, label));
      const job = await untilEnded(context, await create(context, hosts));
      const { json, cell } = await context.expect(operationId, 200, { query: "limit=20" });
      const listed = nodesIn(json).find(({ id }) => id === job.id);
      isThe(job.json, JSON.stringify(listed), { cell }, "body (the job)");
      isThe(job.json, (await read(context, job.id)).json, job.seen, "body");
    },
  },
];
