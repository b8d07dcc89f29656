import { type Check, given, rule } from "../check.ts";
import { hostsOf, mentions, namesPath, schedulesNothing } from "./job-rules.ts";

const operationId = "ByHostIdMultipleAsync";
const scheduled = { operationId, status: 200 };
const refused = { operationId, status: 400 };

export const scanHostsChecks: readonly Check[] = [
  {
    name: `${operationId} schedules one job per host, in the order given`,
    cells: [scheduled],
    needs: ["known hosts"],
    async run({ client, target }) {
      const hostIds = given(target.hosts, "known hosts").toReversed();
      const jobs = await client.scanHosts(hostIds);
      const answered = jobs.flatMap((job) => hostsOf(job, operationId).map((host) => host.hostId));
      rule(answered.join() === hostIds.join(), scheduled, "body", `is for ${answered}, not for ${hostIds}`);
      const ids = new Set(jobs.map((job) => job.id));
      rule(
        ids.size === hostIds.length,
        scheduled,
        "body",
        `holds ${ids.size} jobs for ${hostIds.length} hosts`,
      );
    },
  },
  {
    name: `${operationId} schedules nothing where one host is not known, and names it`,
    cells: [refused],
    needs: ["known hosts"],
    async run(context) {
      const [hostId] = given(context.target.hosts, "known hosts");
      const unknown = crypto.randomUUID();
      await schedulesNothing(context, hostId, async () => {
        mentions(await context.expect(operationId, 400, { body: [hostId, unknown] }), operationId, unknown);
      });
    },
  },
  {
    name: `${operationId} refuses a host that is named twice, in whatever case`,
    cells: [refused],
    needs: ["known hosts"],
    async run(context) {
      const [hostId] = given(context.target.hosts, "known hosts");
      await schedulesNothing(context, hostId, async () => {
        const body = [hostId, hostId.toUpperCase()];
        namesPath(await context.expect(operationId, 400, { body }), operationId, "/1");
      });
    },
  },
];
