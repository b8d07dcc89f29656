import { type Check, given, rule } from "../check.ts";
import { firstHostId, isThe, jobIn, newestOf, ofHosts, pathsIn } from "./job-rules.ts";

const operationId = "ByHostId";
const scheduled = { operationId, status: 200 };

export const scanHostChecks: readonly Check[] = [
  {
    name: `${operationId} schedules a job for the host, which is then its newest`,
    cells: [scheduled, { operationId: "GetJobStatusForHost", status: 200 }],
    needs: ["known hosts"],
    promises: ["scan-again-one-host", "newest-with-all-hosts", "ids-in-any-case"],
    async run(context) {
      const [hostId] = given(context.target.hosts, "known hosts");
      const job = jobIn(await context.expect(operationId, 200, { path: { hostId: hostId.toUpperCase() } }));
      isThe([hostId.toLowerCase()], ofHosts(job, "hostId"), job.seen, "body /hostScanHostStatus (hostId)");
      const newest = await newestOf(context, hostId);
      isThe(job.id, newest.id, newest.seen, "body /id");
    },
  },
  {
    name: `${operationId} schedules anew with every call that has no Idempotency-Key`,
    cells: [scheduled],
    needs: ["known hosts"],
    promises: ["no-key-schedules-anew", "host-id-stays"],
    async run(context) {
      const [hostId] = given(context.target.hosts, "known hosts");
      const first = jobIn(await context.expect(operationId, 200, { path: { hostId } }));
      const second = jobIn(await context.expect(operationId, 200, { path: { hostId } }));
      rule(first.id !== second.id, scheduled, "body /id", "is of the job before");
      isThe(firstHostId(first), firstHostId(second), second.seen, "body /hostScanHostStatus/0/hostId");
    },
  },
  {
    name: `${operationId} refuses a host that nobody has`,
    cells: [{ operationId, status: 400 }],
    needs: [],
    promises: ["scan-again-unknown", "errors-tell-where"],
    async run({ expect }) {
      const { json, cell } = await expect(operationId, 400, { path: { hostId: crypto.randomUUID() } });
      rule(pathsIn(json).length > 0, cell, "body /errors", "names nothing");
    },
  },
];
