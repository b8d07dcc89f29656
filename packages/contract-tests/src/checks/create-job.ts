import { ActionStatus, SshTrustActionType } from "@hostscan/contract";
import { type Check, type CheckContext, given, rule } from "../check.ts";
import { memberOf, nodesIn } from "../document/place.ts";
import { hostsOf, madeUpName, namesPath } from "./job-rules.ts";

const operationId = "PostListOfIdsAsync";
const created = { operationId, status: 200 };
const refused = { operationId, status: 400 };

const madeUpHost = (context: CheckContext, label: string) => ({
  dnsHostName: madeUpName(context, label),
  credentialId: given(context.target.credentialId, "credential"),
});

export const createJobChecks: readonly Check[] = [
  {
    name: `${operationId} schedules one job for all hosts, in the order given`,
    cells: [created, { operationId: "GetJobStatus", status: 200 }],
    needs: ["credential"],
    async run(context) {
      const requests = ["create-b", "create-a"].map((label) => madeUpHost(context, label));
      const job = await context.client.createJob(requests);
      const names = hostsOf(job, operationId).map((host) => host.dnsHostName);
      const expected = requests.map((request) => request.dnsHostName);
      rule(
        names.join() === expected.join(),
        created,
        "body /hostScanHostStatus",
        `is in another order: ${names}`,
      );
      const read = await context.client.getJob(job.id);
      rule(read.id === job.id, { operationId: "GetJobStatus", status: 200 }, "body /id", `is ${read.id}`);
    },
  },
  {
    name: `${operationId} finds a host again by its name, whatever its case`,
    cells: [created],
    needs: ["credential"],
    async run(context) {
      const request = madeUpHost(context, "again");
      const first = await context.client.createJob([request]);
      const second = await context.client.createJob([
        { ...request, dnsHostName: request.dnsHostName.toUpperCase() },
      ]);
      const [a, b] = [first, second].map((job) => hostsOf(job, operationId)[0]?.hostId);
      rule(a === b, created, "body /hostScanHostStatus/0/hostId", `is ${b}, but was ${a} before`);
    },
  },
  {
    name: `${operationId} refuses a host that is named twice`,
    cells: [refused],
    needs: ["credential"],
    async run(context) {
      const request = madeUpHost(context, "twice");
      const seen = await context.expect(operationId, 400, { body: [request, request] });
      namesPath(seen, operationId, "/1");
    },
  },
  {
    name: `${operationId} lets another App scan a host, and refuses what it states otherwise`,
    cells: [refused],
    needs: ["credential", "other App token"],
    async run(context) {
      const token = given(context.target.tokens.otherApp, "other App token");
      const request = {
        ...madeUpHost(context, "owned"),
        sshTrustActionType: SshTrustActionType.ErrorOnThumbprintMismatch,
      };
      const [owned] = hostsOf(await context.client.createJob([request]), operationId);
      const stated = [
        madeUpHost(context, "not-owned"),
        { ...request, sshTrustActionType: SshTrustActionType.WarnOnThumbprintMismatch },
      ];
      const seen = await context.expect(operationId, 400, { token, body: stated });
      namesPath(seen, operationId, "/1/sshTrustActionType");
      const { json } = await context.expect(operationId, 200, { token, body: [request] });
      const hosts = nodesIn(memberOf(json, "hostScanHostStatus"));
      const found = hosts.map(({ hostId }) => hostId).join();
      rule(
        found === owned?.hostId,
        created,
        "body /hostScanHostStatus/0/hostId",
        `is ${found}, not ${owned?.hostId}`,
      );
    },
  },
  {
    name: `${operationId} refuses a credential that nobody has`,
    cells: [refused],
    needs: [],
    async run(context) {
      const request = { dnsHostName: madeUpName(context, "nobody"), credentialId: crypto.randomUUID() };
      namesPath(await context.expect(operationId, 400, { body: [request] }), operationId, "/0/credentialId");
    },
  },
  {
    name: `${operationId} scans a host and answers its operating system`,
    cells: [created],
    needs: ["scannable host"],
    async run({ client, target }) {
      const job = await client.createJob([given(target.scannable, "scannable host")]);
      const done = await client.waitFor(job.id, { timeoutMs: 120_000 });
      const [host] = hostsOf(done, "GetJobStatus");
      const cell = { operationId: "GetJobStatus", status: 200 };
      rule(
        done.status === ActionStatus.Complete,
        cell,
        "body /status",
        `is ${done.status}: ${host?.statusDescription}`,
      );
      rule(Boolean(host?.os), cell, "body /hostScanHostStatus/0/os", "is missing");
    },
  },
];
