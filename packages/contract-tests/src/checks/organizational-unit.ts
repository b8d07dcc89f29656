import { type Check, given, rule } from "../check.ts";
import { hostsOf, madeUpName, namesPath } from "./job-rules.ts";

const operationId = "ScheduleJobsByDnsHostNameMultipleAsync";
const scheduled = { operationId, status: 200 };

export const organizationalUnitChecks: readonly Check[] = [
  {
    name: `${operationId} onboards hosts under the credential and schedules one job`,
    cells: [scheduled],
    needs: ["credential"],
    async run(context) {
      const names = ["ou-b", "ou-a"].map((label) => madeUpName(context, label));
      const credentialId = given(context.target.credentialId, "credential");
      const job = await context.client.scanOu(credentialId, names);
      const answered = hostsOf(job, operationId).map((host) => host.dnsHostName);
      rule(
        answered.join() === names.join(),
        scheduled,
        "body /hostScanHostStatus",
        `is ${answered}, not ${names}`,
      );
    },
  },
  {
    name: `${operationId} refuses a credential that nobody has`,
    cells: [{ operationId, status: 400 }],
    needs: [],
    async run(context) {
      const credentialId = crypto.randomUUID();
      const body = [madeUpName(context, "nobody")];
      const seen = await context.expect(operationId, 400, { path: { credentialId }, body });
      namesPath(seen, operationId, "credentialId");
    },
  },
];
