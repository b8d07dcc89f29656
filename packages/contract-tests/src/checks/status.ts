import { ActionFailureReason, ActionStatus } from "@hostscan/contract";
import { isFinal } from "@hostscan/contract/job-status";
import { type Check, type CheckContext, given, rule } from "../check.ts";
import {
  cancel,
  create,
  firstHostId,
  isThe,
  jobIn,
  madeUpHost,
  ofHosts,
  read,
  readUntil,
  type SeenJob,
  untilEnded,
} from "./job-rules.ts";

const { Complete, Failed, Cancelled, CompletedWithErrors, Running } = ActionStatus;
/** An address of documentation's own (RFC 5737): no scan of it begins. */
const ELSEWHERE = "192.0.2.81";
const cell = { operationId: "GetJobStatus", status: 200 };

const scannable = ({ target }: CheckContext) => given(target.scannable, "scannable host");
const unresponsive = ({ target }: CheckContext) => given(target.unresponsive, "unresponsive host");

function hasStatus(job: SeenJob, status: number): void {
  rule(
    job.status === status,
    cell,
    "body /status",
    `is ${job.status} with hosts in ${ofHosts(job, "status")}, not ${status}`,
  );
}

/** Schedules hosts, one of which never ends by itself, and waits until the others have. */
async function allButLast(context: CheckContext, body: readonly object[]): Promise<SeenJob> {
  const job = await create(context, body);
  return readUntil(context, job, (seen) => ofHosts(seen, "status").slice(0, -1).every(isFinal), "under way");
}

export const statusChecks: readonly Check[] = [
  {
    name: "a job whose hosts have all failed is failed, and each tells why",
    cells: [cell],
    needs: ["credential"],
    promises: ["status-of-a-job", "failed-tells-why", "name-does-not-resolve"],
    async run(context) {
      const job = await create(
        context,
        ["lost-1", "lost-2"].map((label) => madeUpHost(context, label)),
      );
      const done = await untilEnded(context, job);
      hasStatus(done, Failed);
      isThe([Failed, Failed], ofHosts(done, "status"), done.seen, "body /hostScanHostStatus (status)");
      const reasons = Array(2).fill(ActionFailureReason.InvalidHostName);
      isThe(reasons, ofHosts(done, "failureReason"), done.seen, "body /hostScanHostStatus (failureReason)");
      const told = ofHosts(done, "statusDescription").every(
        (text) => !/^\W*(failed\W*)?$/i.test(String(text ?? "")),
      );
      rule(told, cell, "body /hostScanHostStatus/0/statusDescription", "tells nothing");
    },
  },
  {
    name: "a job with hosts that were scanned and hosts that failed is completed with errors",
    cells: [cell],
    needs: ["scannable host", "credential"],
    promises: ["status-of-a-job"],
    async run(context) {
      const done = await untilEnded(
        context,
        await create(context, [scannable(context), madeUpHost(context, "lost")]),
      );
      isThe([Complete, Failed], ofHosts(done, "status"), done.seen, "body /hostScanHostStatus (status)");
      hasStatus(done, CompletedWithErrors);
      await cancel(context, done.id, 400);
    },
  },
  {
    name: "a job some of whose hosts have ended is running, and keeps their results when it is cancelled",
    cells: [cell, { operationId: "CancelJob", status: 202 }],
    needs: ["scannable host", "unresponsive host"],
    promises: ["status-of-a-job", "cancel-keeps-results", "cancel-cancels-the-rest"],
    async run(context) {
      const before = await allButLast(context, [scannable(context), unresponsive(context)]);
      hasStatus(before, Running);
      await cancel(context, before.id, 202);
      const after = await read(context, before.id);
      isThe([Complete, Cancelled], ofHosts(after, "status"), after.seen, "body /hostScanHostStatus (status)");
      isThe(before.hosts[0], after.hosts[0], after.seen, "body /hostScanHostStatus/0");
      hasStatus(after, Cancelled);
    },
  },
  {
    name: "a host that has failed stays failed when its job is cancelled",
    cells: [cell, { operationId: "CancelJob", status: 202 }],
    needs: ["credential", "unresponsive host"],
    promises: ["cancel-keeps-results", "status-of-a-job"],
    async run(context) {
      const before = await allButLast(context, [madeUpHost(context, "failed-first"), unresponsive(context)]);
      hasStatus(before, Running);
      await cancel(context, before.id, 202);
      const after = await read(context, before.id);
      isThe([Failed, Cancelled], ofHosts(after, "status"), after.seen, "body /hostScanHostStatus (status)");
      isThe(before.hosts[0], after.hosts[0], after.seen, "body /hostScanHostStatus/0");
      hasStatus(after, Cancelled);
    },
  },
  {
    name: "a job that has ended does not change when its host is scanned again",
    cells: [cell],
    needs: ["scannable host"],
    promises: ["ended-never-changes", "shows-last-found", "host-id-stays"],
    async run(context) {
      const done = await untilEnded(context, await create(context, [scannable(context)]));
      const hostId = firstHostId(done);
      const again = jobIn(await context.expect("ByHostId", 200, { path: { hostId } }));
      isThe(hostId, firstHostId(again), again.seen, "body /hostScanHostStatus/0/hostId");
      isThe(ofHosts(done, "os"), ofHosts(again, "os"), again.seen, "body /hostScanHostStatus/0/os");
      isThe(done.json, (await read(context, done.id)).json, done.seen, "body");
      await untilEnded(context, again);
      isThe(done.json, (await read(context, done.id)).json, done.seen, "body");
    },
  },
  {
    name: "a job that has ended does not change when its owner says otherwise of its host",
    cells: [cell],
    needs: ["credential", "unresponsive host by its address"],
    promises: ["ended-never-changes"],
    async run(context) {
      const { ipAddress, sshPort } = unresponsive(context);
      const host = { ...madeUpHost(context, "changed-since"), ...(sshPort && { sshPort }), os: "Kit OS" };
      const done = await untilEnded(context, await create(context, [host]));
      const later = await create(context, [{ ...host, ipAddress, os: "Other OS" }]);
      await cancel(context, later.id, 202);
      isThe(firstHostId(done), firstHostId(later), later.seen, "body /hostScanHostStatus/0/hostId");
      isThe(done.json, (await read(context, done.id)).json, done.seen, "body");
    },
  },
  {
    name: "a job that waits for its host does not change when the host is told another address",
    cells: [cell],
    needs: ["unresponsive host by its address", "credential"],
    promises: ["job-scans-what-was-scheduled"],
    async run(context) {
      const { ipAddress, sshPort } = unresponsive(context);
      const host = { ...madeUpHost(context, "moved-since"), ...(sshPort && { sshPort }), ipAddress };
      const first = await create(context, [host]);
      await readUntil(context, first, ({ status }) => status === Running, "running");
      const waiting = await create(context, [host]);
      // Networks that the server denies may hold that address: then it is refused.
      const body = [{ ...host, ipAddress: ELSEWHERE }];
      const moved = await context.expect("PostListOfIdsAsync", [200, 400], { body });
      if (moved.status === 200) await cancel(context, jobIn(moved).id, 202);
      const after = await read(context, waiting.id);
      for (const job of [waiting, first]) await cancel(context, job.id, 202);
      isThe([ipAddress], ofHosts(after, "ipAddress"), after.seen, "body /hostScanHostStatus/0/ipAddress");
    },
  },
  {
    name: "a job is running, some of whose hosts have ended, while another one waits for another job",
    cells: [cell],
    needs: ["unresponsive host", "credential"],
    promises: ["status-of-a-job", "never-scanned-twice-at-once"],
    async run(context) {
      const first = await create(context, [unresponsive(context)]);
      await readUntil(context, first, ({ status }) => status === Running, "running");
      const waits = await allButLast(context, [madeUpHost(context, "before-a-wait"), unresponsive(context)]);
      isThe(
        [Failed, ActionStatus.Queued],
        ofHosts(waits, "status"),
        waits.seen,
        "body /hostScanHostStatus (status)",
      );
      hasStatus(waits, Running);
      for (const { id } of [waits, first]) await cancel(context, id, 202);
    },
  },
  {
    name: "a host is never scanned by two jobs at once, and cancelling the one does not touch the other",
    cells: [cell, { operationId: "CancelJob", status: 202 }],
    needs: ["unresponsive host"],
    promises: ["never-scanned-twice-at-once", "other-jobs-not-touched"],
    async run(context) {
      const first = await create(context, [unresponsive(context)]);
      const second = await create(context, [unresponsive(context)]);
      await readUntil(context, first, ({ status }) => status === Running, "running");
      const waiting = await read(context, second.id);
      rule(
        waiting.status === ActionStatus.Queued,
        cell,
        "body /status",
        `is ${waiting.status}, while another job scans the host`,
      );
      await cancel(context, second.id, 202);
      const left = await read(context, first.id);
      hasStatus(left, Running);
      await cancel(context, first.id, 202);
    },
  },
];
