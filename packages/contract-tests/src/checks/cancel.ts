import { ActionStatus } from "@hostscan/contract";
import { type Check, given, rule } from "../check.ts";

const operationId = "CancelJob";
const read = { operationId: "GetJobStatus", status: 200 };

export const cancelChecks: readonly Check[] = [
  {
    name: `${operationId} cancels a job that has not ended, and accepts it again`,
    cells: [{ operationId, status: 202 }],
    needs: ["unresponsive host"],
    async run({ client, expect, target }) {
      const job = await client.createJob([given(target.unresponsive, "unresponsive host")]);
      const hostScanJobId = job.id;
      await expect(operationId, 202, { path: { hostScanJobId } });
      const cancelled = await client.getJob(hostScanJobId);
      rule(
        cancelled.status === ActionStatus.Cancelled,
        read,
        "body /status",
        `is ${cancelled.status}, not cancelled`,
      );
      await expect(operationId, 202, { path: { hostScanJobId } });
    },
  },
  {
    name: `${operationId} refuses a job that has ended, and leaves its result`,
    cells: [{ operationId, status: 400 }],
    needs: ["scannable host"],
    async run({ client, expect, target }) {
      const job = await client.createJob([given(target.scannable, "scannable host")]);
      const hostScanJobId = job.id;
      const before = await client.waitFor(hostScanJobId, { timeoutMs: 120_000 });
      await expect(operationId, 400, { path: { hostScanJobId } });
      const after = await client.getJob(hostScanJobId);
      rule(
        JSON.stringify(after) === JSON.stringify(before),
        read,
        "body",
        "has changed by a refused cancelling",
      );
    },
  },
];
