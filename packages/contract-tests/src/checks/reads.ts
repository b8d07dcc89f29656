import { type Check, type CheckContext, given, rule } from "../check.ts";
import { nodesIn } from "../document/place.ts";
import type { Need } from "../target.ts";
import {
  cancel,
  create,
  firstHostId,
  isThe,
  madeUpHost,
  newestOf,
  ofHosts,
  read,
  type SeenJob,
  untilEnded,
} from "./job-rules.ts";

/** How a job may have ended: a job is read in the same way whatever has become of it. */
const ends: readonly (readonly [
  how: string,
  needs: readonly Need[],
  hosts: (context: CheckContext) => readonly object[],
  end: (context: CheckContext, job: SeenJob) => Promise<unknown>,
])[] = [
  ["has failed", ["credential"], (context) => [madeUpHost(context, "read-failed")], untilEnded],
  [
    "is complete",
    ["scannable host"],
    ({ target }) => [given(target.scannable, "scannable host")],
    untilEnded,
  ],
  [
    "is completed with errors",
    ["scannable host", "credential"],
    (context) => [given(context.target.scannable, "scannable host"), madeUpHost(context, "read-both")],
    untilEnded,
  ],
  [
    "was cancelled",
    ["unresponsive host"],
    ({ target }) => [given(target.unresponsive, "unresponsive host")],
    (context, { id }) => cancel(context, id, 202),
  ],
];

export const readChecks: readonly Check[] = [
  ...ends.map(
    ([how, needs, hosts, end]): Check => ({
      name: `a job that ${how} is read by its id, by its host and in the list alike`,
      cells: ["Get", "GetJobStatus", "GetJobStatusForHost"].map((operationId) => ({
        operationId,
        status: 200,
      })),
      needs,
      promises: ["newest-with-all-hosts", "list-shows-hosts", "newest-first"],
      async run(context) {
        const job = await create(context, hosts(context));
        await end(context, job);
        const { json } = await read(context, job.id);
        const newest = await newestOf(context, firstHostId(job));
        isThe(json, newest.json, newest.seen, "body");
        const page = await context.expect("Get", 200, { query: "limit=10" });
        const listed = nodesIn(page.json).find(({ id }) => id === job.id);
        isThe(json, JSON.stringify(listed), page, "body (the job)");
      },
    }),
  ),
  {
    name: "GetJobStatus reads a job, in whatever case its id is written",
    cells: [{ operationId: "GetJobStatus", status: 200 }],
    needs: ["known job"],
    promises: ["ids-in-any-case", "job-is-watched"],
    async run(context) {
      const { jobId } = context.known();
      const job = await read(context, jobId.toUpperCase());
      isThe(jobId, job.id, job.seen, "body /id");
    },
  },
  {
    name: "GetJobStatusForHost reads a job that holds the host",
    cells: [{ operationId: "GetJobStatusForHost", status: 200 }],
    needs: ["known job"],
    promises: ["newest-with-all-hosts", "ids-in-any-case"],
    async run(context) {
      const { hostId } = context.known();
      const job = await newestOf(context, hostId.toUpperCase());
      const held = ofHosts(job, "hostId").includes(hostId);
      rule(held, job.seen.cell, "body /hostScanHostStatus", `does not hold ${hostId}`);
    },
  },
];
