import { type Check, type CheckContext, given, rule } from "../check.ts";
import type { PromiseId } from "../promise.ts";
import { isThe, jobIn, namesPath, ofHosts, pathsIn, read, schedulesNothing } from "./job-rules.ts";

const operationId = "ByHostIdMultipleAsync";
const scheduled = { operationId, status: 200 };
const refused = { operationId, status: 400 };

/** Ids beside a known one for which all are refused. */
const bad: readonly (readonly [what: string, id: (known: string) => string, promise: PromiseId])[] = [
  ["one host is not known", () => crypto.randomUUID(), "multiple-unknown"],
  ["one id is malformed", () => "42", "ids-are-guids"],
  ["one id has a character too few", (known) => known.slice(0, -1), "ids-are-guids"],
  ["a host is named twice", (known) => known, "multiple-names-once"],
  ["a host is named twice, in whatever case", (known) => known.toUpperCase(), "multiple-names-once"],
];

/** Schedules a job for each host, and looks whether the third job scans the third host. */
async function inOrder(context: CheckContext, hostIds: readonly string[]): Promise<void> {
  const seen = await context.expect(operationId, 200, { body: hostIds.map((id) => id.toUpperCase()) });
  const jobs = Array.isArray(seen.json) ? seen.json.map((json) => jobIn(seen, json)) : [];
  isThe(
    hostIds.map((id) => [id.toLowerCase()]),
    jobs.map((job) => ofHosts(job, "hostId")),
    seen,
    "body (the hosts of its jobs)",
  );
  const ids = new Set(jobs.map((job) => job.id));
  rule(ids.size === hostIds.length, scheduled, "body", `holds ${ids.size} jobs for ${hostIds.length} hosts`);
  for (const job of jobs)
    isThe(ofHosts(job, "hostId"), ofHosts(await read(context, job.id), "hostId"), job.seen, "body");
}

export const scanHostsChecks: readonly Check[] = [
  {
    name: `${operationId} schedules one job per host, in the order given`,
    cells: [scheduled],
    needs: ["known hosts"],
    promises: ["multiple-job-for-each", "multiple-in-order"],
    async run(context) {
      const known = given(context.target.hosts, "known hosts");
      // Both ways: one of them is no order that a server may have of its own.
      for (const hostIds of [known, known.toReversed()]) await inOrder(context, hostIds);
    },
  },
  ...bad.map(
    ([what, id, promise]): Check => ({
      name: `${operationId} schedules nothing where ${what}, and says where`,
      cells: [refused],
      needs: ["known hosts"],
      promises: [promise, "multiple-all-or-none", "errors-tell-where"],
      async run(context) {
        const [hostId] = given(context.target.hosts, "known hosts");
        await schedulesNothing(context, hostId, async () => {
          const body = [hostId.toLowerCase(), id(hostId.toLowerCase())];
          namesPath(await context.expect(operationId, 400, { body }), operationId, "/1");
        });
      },
    }),
  ),
  {
    name: `${operationId} takes a list of 10,000 ids for what it is, and tells 100 that nobody has`,
    cells: [refused],
    needs: [],
    promises: ["errors-up-to-100", "list-bounds"],
    async run({ expect }) {
      const body = Array.from({ length: 10_000 }, () => crypto.randomUUID());
      // So many hosts may be more than the caller has left of its hour.
      const seen = await expect(operationId, [400, 429], { body });
      if (seen.status === 429) return;
      const paths = pathsIn(seen.json);
      rule(
        paths.every((path) => path.startsWith("/")),
        seen.cell,
        "body /errors",
        "refuses the list, not its items",
      );
      isThe(100, paths.length, seen, "body /errors (their number)");
    },
  },
];
