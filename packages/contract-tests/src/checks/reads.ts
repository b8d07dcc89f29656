import { type Check, rule } from "../check.ts";

export const readChecks: readonly Check[] = [
  {
    name: "GetJobStatus reads a job, in whatever case its id is written",
    cells: [{ operationId: "GetJobStatus", status: 200 }],
    needs: ["known job"],
    async run({ client, known }) {
      const { jobId } = known();
      const { id } = await client.getJob(jobId.toUpperCase());
      rule(id === jobId, { operationId: "GetJobStatus", status: 200 }, "body /id", `is ${id}, not ${jobId}`);
    },
  },
  {
    name: "GetJobStatusForHost reads a job that holds the host",
    cells: [{ operationId: "GetJobStatusForHost", status: 200 }],
    needs: ["known job"],
    async run({ client, known }) {
      const { hostId } = known();
      const job = await client.latestJobForHost(hostId.toUpperCase());
      const held = job.hostScanHostStatus?.some((host) => host.hostId === hostId) === true;
      const cell = { operationId: "GetJobStatusForHost", status: 200 };
      rule(held, cell, "body /hostScanHostStatus", `does not hold ${hostId}`);
    },
  },
];
