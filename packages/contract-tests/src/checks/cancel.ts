import { ActionStatus } from "@hostscan/contract";
import { type Check, given, rule } from "../check.ts";
import { memberOf, nodesIn } from "../document/place.ts";
import { cancel, create, isThe, madeUpHost, ofHosts, read, untilEnded } from "./job-rules.ts";

const operationId = "CancelJob";
const done = { operationId, status: 202 };

export const cancelChecks: readonly Check[] = [
  {
    name: `${operationId} cancels a job that has not ended, and accepts it again`,
    cells: [done],
    needs: ["unresponsive host"],
    promises: ["cancel-cancels-the-rest", "cancel-holds-at-once", "cancel-again", "cancel-has-no-body"],
    async run(context) {
      const job = await create(context, [given(context.target.unresponsive, "unresponsive host")]);
      const answer = await cancel(context, job.id, 202);
      rule(answer.text === "", answer.cell, "body", "there is one");
      const cancelled = await read(context, job.id);
      rule(
        cancelled.status === ActionStatus.Cancelled,
        cancelled.seen.cell,
        "body /status",
        `is ${cancelled.status}, not cancelled`,
      );
      isThe(
        [ActionStatus.Cancelled],
        ofHosts(cancelled, "status"),
        cancelled.seen,
        "body /hostScanHostStatus (status)",
      );
      await cancel(context, job.id, 202);
      isThe(cancelled.json, (await read(context, job.id)).json, cancelled.seen, "body");
    },
  },
  {
    name: `${operationId} is accepted twice at the same time, and in capitals`,
    cells: [done],
    needs: ["unresponsive host"],
    promises: ["cancel-again", "ids-in-any-case"],
    async run(context) {
      const job = await create(context, [given(context.target.unresponsive, "unresponsive host")]);
      await Promise.all([job.id, job.id.toUpperCase()].map((id) => cancel(context, id, 202)));
    },
  },
  {
    name: `${operationId} refuses a job that has ended, and leaves its result`,
    cells: [{ operationId, status: 400 }],
    needs: ["scannable host"],
    promises: ["cancel-refuses-ended", "errors-empty-where-ended"],
    async run(context) {
      const job = await create(context, [given(context.target.scannable, "scannable host")]);
      const before = await untilEnded(context, job);
      const { json, cell } = await cancel(context, job.id, 400);
      rule(nodesIn(memberOf(json, "errors")).length === 0, cell, "body /errors", "is not empty");
      isThe(before.json, (await read(context, job.id)).json, before.seen, "body");
    },
  },
  {
    name: `${operationId} refuses a job that has failed, and leaves its result`,
    cells: [{ operationId, status: 400 }],
    needs: ["credential"],
    promises: ["cancel-refuses-ended"],
    async run(context) {
      const before = await untilEnded(context, await create(context, [madeUpHost(context, "failed-before")]));
      await cancel(context, before.id, 400);
      isThe(before.json, (await read(context, before.id)).json, before.seen, "body");
    },
  },
];
