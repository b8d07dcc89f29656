import { type Check, rule } from "../check.ts";
import { isThe, newestOf, ofHosts, read } from "./job-rules.ts";

export const readChecks: readonly Check[] = [
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
