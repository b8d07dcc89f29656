import { ActionStatus } from "@hostscan/contract";
import { isFinal } from "@hostscan/contract/job-status";
import { type Check, given, rule } from "../check.ts";
import { memberOf, nodesIn } from "../document/place.ts";
import {
  cancel,
  create,
  firstHostId,
  isThe,
  madeUpHost,
  newestOf,
  ofHosts,
  read,
  readUntil,
  untilEnded,
} from "./job-rules.ts";

const operationId = "CancelJob";
const done = { operationId, status: 202 };

export const cancelChecks: readonly Check[] = [
  {
    name: `${operationId} cancels a job that has not ended, and accepts it again`,
    cells: [done],
    needs: ["unresponsive host"],
    promises: [
      ...(["cancel-cancels-the-rest", "cancel-holds-at-once", "cancel-again", "cancel-has-no-body"] as const),
      ...(["request-id-chosen", "request-id-on-every-answer"] as const),
    ],
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
    name: `${operationId} leaves a job that waits for the same host, which is then scanned`,
    cells: [done],
    needs: ["unresponsive host"],
    promises: ["other-jobs-not-touched", "never-scanned-twice-at-once", "newest-first"],
    async run(context) {
      const host = given(context.target.unresponsive, "unresponsive host");
      const running = await create(context, [host]);
      await readUntil(context, running, ({ status }) => status === ActionStatus.Running, "running");
      const waiting = await create(context, [host]);
      await cancel(context, running.id, 202);
      // The order of the list is judged with every answer: that one was cancelled makes it no newer.
      await context.expect("Get", 200, { query: "limit=5" });
      const newest = await newestOf(context, firstHostId(running));
      isThe(waiting.id, newest.id, newest.seen, "body /id");
      await readUntil(context, waiting, ({ status }) => status === ActionStatus.Running, "running");
      await cancel(context, waiting.id, 202);
    },
  },
  {
    name: `${operationId} leaves nothing that is told later of a scan that was cancelled while it ran`,
    cells: [done],
    needs: ["scannable host"],
    promises: ["cancel-holds-at-once"],
    async run(context) {
      const host = given(context.target.scannable, "scannable host");
      const job = await create(context, [host]);
      await readUntil(context, job, ({ status }) => status !== ActionStatus.Queued, "running");
      // It may have ended meanwhile.
      const answer = await context.expect(operationId, [202, 400], { path: { hostScanJobId: job.id } });
      const before = await read(context, job.id);
      const kept = (before.status === ActionStatus.Cancelled) === (answer.status === 202);
      rule(kept, before.seen.cell, "body /status", `is ${before.status} after ${answer.status}`);
      // As long as the next scan takes, the one that was cancelled would have taken.
      for (const _time of [1, 2]) await untilEnded(context, await create(context, [host]));
      isThe(before.json, (await read(context, job.id)).json, before.seen, "body");
    },
  },
  {
    name: `${operationId} cancels a job of many hosts, those that wait and those that are scanned, and no other`,
    cells: [done],
    needs: ["unresponsive host", "credential"],
    promises: ["cancel-cancels-the-rest", "no-error"],
    async run(context) {
      const host = given(context.target.unresponsive, "unresponsive host");
      const busy = await create(context, [host]);
      await readUntil(context, busy, ({ status }) => status === ActionStatus.Running, "running");
      const lost = Array.from({ length: 4 }, (_, i) => madeUpHost(context, `many-${i}`));
      const job = await create(context, [...lost.slice(0, 2), host, ...lost.slice(2)]);
      await cancel(context, job.id, 202);
      const cancelled = await read(context, job.id);
      const left = ofHosts(cancelled, "status").filter((status) => !isFinal(status));
      isThe([], left, cancelled.seen, "body /hostScanHostStatus (status of those that have not ended)");
      isThe(
        ActionStatus.Cancelled,
        ofHosts(cancelled, "status")[2],
        cancelled.seen,
        "body /hostScanHostStatus/2",
      );
      const other = await read(context, busy.id);
      isThe(
        [ActionStatus.Running],
        ofHosts(other, "status"),
        other.seen,
        "body /hostScanHostStatus (status)",
      );
      await cancel(context, busy.id, 202);
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
