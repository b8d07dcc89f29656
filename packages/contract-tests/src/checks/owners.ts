import { SshTrustActionType } from "@hostscan/contract";
import { type Check, type CheckContext, given, rule } from "../check.ts";
import { memberOf, nodesIn } from "../document/place.ts";
import {
  cancel,
  create,
  firstHostId,
  isNotScheduled,
  isThe,
  jobIn,
  madeUpHost,
  namesPath,
  newestOf,
  read,
} from "./job-rules.ts";

const operationId = "PostListOfIdsAsync";
const created = { operationId, status: 200 };
const refused = { operationId, status: 400 };
const list = { operationId: "Get", status: 200 };
const cancelled = { operationId: "CancelJob", status: 202 };

const otherApp = ({ target }: CheckContext) => ({ token: given(target.tokens.otherApp, "other App token") });

/** What somebody may state of a host that is another's, and what not. */
const owned: readonly (readonly [member: string, has: unknown, states: unknown])[] = [
  [
    "sshTrustActionType",
    SshTrustActionType.ErrorOnThumbprintMismatch,
    SshTrustActionType.WarnOnThumbprintMismatch,
  ],
  ["platformName", "Linux", "Cisco"],
  ["acceptThumbprintOnFirstDiscovery", false, true],
  ["certificateType", 2, 1],
  ["trustedThumbprint", `SHA256:${"A".repeat(42)}E`, `SHA256:${"B".repeat(42)}E`],
  ["ipAddress", undefined, "192.0.2.77"],
];

const ownedCheck = ([member, has, states]: (typeof owned)[number]): Check => ({
  name: `${operationId} lets another App say the same of a host's ${member}, and nothing else`,
  cells: [created, refused],
  needs: ["credential", "other App token"],
  promises: ["owners-alone-change", "refused-changes-nothing"],
  async run(context) {
    const token = otherApp(context);
    const host = {
      ...madeUpHost(context, `owned-${member.toLowerCase()}`),
      ...(has !== undefined && { [member]: has }),
    };
    const owner = await create(context, [host]);
    const beside = madeUpHost(context, "beside-owned");
    const body = [beside, { ...host, [member]: states }];
    namesPath(await context.expect(operationId, 400, { ...token, body }), operationId, `/1/${member}`);
    await isNotScheduled(context, beside.dnsHostName);
    for (const said of [host, { ...host, [member]: null }]) {
      const same = await create(context, [said], token);
      isThe(firstHostId(owner), firstHostId(same), same.seen, "body /hostScanHostStatus/0/hostId");
    }
  },
});

export const ownerChecks: readonly Check[] = [
  ...owned.map(ownedCheck),
  {
    name: `${operationId} keeps what the owner says of a host, and what it leaves out as it was`,
    cells: [created, refused],
    needs: ["credential", "other App token"],
    promises: ["known-host-keeps", "owner-changes"],
    async run(context) {
      const token = otherApp(context);
      const host = madeUpHost(context, "changed-by-owner");
      const { dnsHostName } = host;
      const warn = SshTrustActionType.WarnOnThumbprintMismatch;
      await create(context, [{ ...host, platformName: "Linux" }]);
      await create(context, [{ dnsHostName, sshTrustActionType: warn }]);
      await create(context, [{ dnsHostName, sshTrustActionType: null }]);
      await create(context, [{ dnsHostName, platformName: "Linux", sshTrustActionType: warn }], token);
      const stated = { dnsHostName, sshTrustActionType: SshTrustActionType.ErrorOnThumbprintMismatch };
      namesPath(await context.expect(operationId, 400, { ...token, body: [stated] }), operationId, "/0");
    },
  },
  {
    name: `${operationId} gives a new host the defaults of trust`,
    cells: [created, refused],
    needs: ["credential", "other App token"],
    promises: ["default-action", "default-accept"],
    async run(context) {
      const token = otherApp(context);
      const { dnsHostName, ...host } = madeUpHost(context, "defaults");
      await create(context, [{ dnsHostName, ...host }]);
      const defaults = { sshTrustActionType: 2, acceptThumbprintOnFirstDiscovery: false };
      await create(context, [{ dnsHostName, ...defaults }], token);
      for (const other of [{ sshTrustActionType: 1 }, { acceptThumbprintOnFirstDiscovery: true }])
        await context.expect(operationId, 400, { ...token, body: [{ dnsHostName, ...other }] });
    },
  },
  {
    name: "ByHostId and ByHostIdMultipleAsync let another App scan a host",
    cells: [{ operationId: "ByHostId", status: 200 }],
    needs: ["credential", "other App token"],
    promises: ["anybody-scans"],
    async run(context) {
      const token = otherApp(context);
      const hostId = firstHostId(await create(context, [madeUpHost(context, "scanned-by-others")]));
      await context.expect("ByHostId", 200, { ...token, path: { hostId } });
      await context.expect("ByHostIdMultipleAsync", 200, { ...token, body: [hostId] });
    },
  },
  {
    name: `${operationId} gives a new host to the caller, also to the other App`,
    cells: [created, refused],
    needs: ["credential", "other App token"],
    promises: ["new-host-is-the-callers"],
    async run(context) {
      const token = otherApp(context);
      const host = madeUpHost(context, "of-the-other");
      const { dnsHostName } = host;
      await create(context, [host], token);
      await create(context, [{ dnsHostName, sshTrustActionType: 1 }], token);
    },
  },
  {
    name: "a host that an organizational unit has onboarded is its caller's, who alone changes it",
    cells: [created, refused],
    needs: ["credential", "other App token"],
    promises: ["new-host-is-the-callers", "owners-alone-change"],
    async run(context) {
      const token = otherApp(context);
      const { dnsHostName, credentialId } = madeUpHost(context, "owned-by-ou");
      const call = { path: { credentialId }, body: [dnsHostName] };
      await context.expect("ScheduleJobsByDnsHostNameMultipleAsync", 200, call);
      // To name it again makes it nobody else's.
      await context.expect("ScheduleJobsByDnsHostNameMultipleAsync", 200, { ...call, ...token });
      const body = [{ dnsHostName, sshTrustActionType: 1 }];
      const seen = await context.expect(operationId, 400, { ...token, body });
      namesPath(seen, operationId, "/0/sshTrustActionType");
      await create(context, body);
    },
  },
  {
    name: "an Admin changes what a host of an App has, and sees and cancels its jobs",
    cells: [created],
    needs: ["credential", "Admin token"],
    promises: ["admin-changes", "admin-sees-all"],
    async run(context) {
      const token = { token: given(context.target.tokens.admin, "Admin token") };
      const host = madeUpHost(context, "admin");
      const { dnsHostName } = host;
      const first = await create(context, [host]);
      const newest = await newestOf(context, firstHostId(first), token);
      isThe(first.id, newest.id, newest.seen, "body /id");
      const second = await create(context, [{ dnsHostName, sshTrustActionType: 1 }], token);
      isThe(firstHostId(first), firstHostId(second), second.seen, "body /hostScanHostStatus/0/hostId");
      await read(context, first.id, token);
      // Its scan may have ended.
      await context.expect("CancelJob", [202, 400], { ...token, path: { hostScanJobId: first.id } });
      const { json } = await context.expect("Get", 200, { ...token, query: "limit=10" });
      const listed = nodesIn(json).some(({ id }) => id === first.id);
      rule(listed, list, "body", `does not list ${first.id} to an Admin`);
    },
  },
  {
    name: "an Admin who changes what a host of an App has, but for its credential, does not take it over",
    cells: [created],
    needs: ["credential", "Admin token"],
    promises: ["new-host-is-the-callers", "admin-changes", "owner-changes"],
    async run(context) {
      const host = madeUpHost(context, "stays-the-apps");
      const { dnsHostName } = host;
      await create(context, [host]);
      const token = given(context.target.tokens.admin, "Admin token");
      await create(context, [{ dnsHostName, sshTrustActionType: 1 }], { token });
      await create(context, [{ dnsHostName, sshTrustActionType: 2, platformName: "Linux" }]);
    },
  },
  {
    name: "an App sees the jobs of another App in every call, or in none",
    cells: [list, cancelled],
    needs: ["unresponsive host", "other App token"],
    promises: ["jobs-are-everybodys", "jobs-of-own"],
    async run(context) {
      const token = otherApp(context);
      const job = await create(context, [given(context.target.unresponsive, "unresponsive host")]);
      const path = { hostScanJobId: job.id };
      const { status } = await context.expect("GetJobStatus", [200, 404], { ...token, path });
      const seen = status === 200;
      const page = await context.expect("Get", 200, { ...token, query: "limit=10" });
      const listed = nodesIn(page.json).some(({ id }) => id === job.id);
      const said = seen ? "reads the job, but does not list it" : "lists a job that is not found";
      rule(listed === seen, list, "body", said);
      const newest = await context.call("GetJobStatusForHost", {
        ...token,
        path: { hostId: firstHostId(job) },
      });
      const found = memberOf(newest.json, "id") === job.id;
      rule(
        found === seen,
        newest.cell,
        "body /id",
        seen ? "is not of the newest job" : "is of a job of others",
      );
      await cancel(context, job.id, seen ? 202 : 404, token);
      const after = await read(context, job.id);
      rule((after.status === 4) === seen, after.seen.cell, "body /status", `is ${after.status}`);
      await cancel(context, job.id, 202);
    },
  },
  {
    name: "a caller that is refused has cancelled nothing",
    cells: [{ operationId: "CancelJob", status: 401 }],
    needs: ["unresponsive host"],
    promises: ["refused-changes-nothing", "bearer-required"],
    async run(context) {
      const job = await create(context, [given(context.target.unresponsive, "unresponsive host")]);
      await cancel(context, job.id, 401, { token: null });
      const { status, seen } = await read(context, job.id);
      rule(status !== 4, seen.cell, "body /status", "is cancelled by a caller without a token");
      await cancel(context, job.id, 202);
    },
  },
  {
    name: "GetJobStatusForHost tells the newest job of a host, with all its hosts, whoever scheduled it",
    cells: [{ operationId: "GetJobStatusForHost", status: 200 }],
    needs: ["credential"],
    promises: ["newest-with-all-hosts", "job-followed-by-id"],
    async run(context) {
      const hosts = ["held-b", "held-a"].map((label) => madeUpHost(context, label));
      const older = await create(context, hosts);
      const newer = await create(context, hosts.toReversed());
      const newest = await newestOf(context, firstHostId(older));
      isThe(newer.id, newest.id, newest.seen, "body /id");
      isThe(
        newer.hosts.map(({ hostId }) => hostId),
        newest.hosts.map(({ hostId }) => hostId),
        newest.seen,
        "body /hostScanHostStatus",
      );
      const alone = jobIn(await context.expect("ByHostId", 200, { path: { hostId: firstHostId(older) } }));
      isThe(alone.id, (await newestOf(context, firstHostId(older))).id, newest.seen, "body /id");
      isThe(older.id, (await read(context, older.id)).id, older.seen, "body /id");
    },
  },
];
