import { type Check, given, rule } from "../check.ts";
import { hostsOf, mentions } from "./job-rules.ts";

const operationId = "ByHostId";
const scheduled = { operationId, status: 200 };

export const scanHostChecks: readonly Check[] = [
  {
    name: `${operationId} schedules a job for the host, which is then its newest`,
    cells: [scheduled, { operationId: "GetJobStatusForHost", status: 200 }],
    needs: ["known hosts"],
    async run({ client, target }) {
      const [hostId] = given(target.hosts, "known hosts");
      const job = await client.scanHost(hostId);
      const ids = hostsOf(job, operationId).map((host) => host.hostId);
      rule(ids.join() === hostId, scheduled, "body /hostScanHostStatus", `is of ${ids}, not of ${hostId}`);
      const newest = await client.latestJobForHost(hostId);
      const cell = { operationId: "GetJobStatusForHost", status: 200 };
      rule(newest.id === job.id, cell, "body /id", `is ${newest.id}, but the newest job is ${job.id}`);
    },
  },
  {
    name: `${operationId} refuses a host that nobody has`,
    cells: [{ operationId, status: 400 }],
    needs: [],
    async run({ expect }) {
      const hostId = crypto.randomUUID();
      mentions(await expect(operationId, 400, { path: { hostId } }), operationId, hostId);
    },
  },
];
