import { ActionStatus, SshTrustActionType } from "@hostscan/contract";
import { type Check, type CheckContext, given, rule } from "../check.ts";
import { nodesIn } from "../document/place.ts";
import {
  cancel,
  create,
  firstHostId,
  isThe,
  jobIn,
  madeUpHost,
  madeUpName,
  newestOf,
  ofHosts,
  read,
  readUntil,
  untilEnded,
} from "./job-rules.ts";

const operationId = "PostListOfIdsAsync";
const created = { operationId, status: 200 };
const NO_CREDENTIAL = "00000000-0000-0000-0000-000000000000";
const NOT_RESOLVED = "is another host than the first of these calls has onboarded";

/** The bytes of a thumbprint, in the two ways to write them. */
const HEX = "a7".repeat(32);
const BASE64 = `SHA256:${btoa(String.fromCharCode(...Array(32).fill(0xa7))).replace("=", "")}`;

/** A host that has all that it can have, at an address where no scan ends by itself. */
function fullHost(context: CheckContext, label: string) {
  const { ipAddress } = given(context.target.unresponsive, "unresponsive host");
  return {
    ...madeUpHost(context, label),
    ...{ ipAddress, platformName: "Cisco", certificateType: 2, trustedThumbprint: BASE64 },
    ...{ sshTrustActionType: SshTrustActionType.WarnOnThumbprintMismatch },
    ...{ acceptThumbprintOnFirstDiscovery: true, os: "Kit OS", source: "kit" },
  };
}

/** The same host, of which everything else is stated otherwise. */
const otherwise = ({ dnsHostName, credentialId }: ReturnType<typeof fullHost>) => ({
  ...{ dnsHostName, credentialId, platformName: "Linux", os: "Other OS", source: "other" },
  ...{ sshTrustActionType: 0, certificateType: 1, acceptThumbprintOnFirstDiscovery: false },
});

const others = ["sshTrustActionType", "certificateType", "acceptThumbprintOnFirstDiscovery", "sshPort"];
const texts = ["ipAddress", "os", "credentialName", "platformName", "trustedThumbprint", "source"];
const all = (members: readonly string[], value: unknown) =>
  Object.fromEntries(members.map((member) => [member, value]));

/** How a later call may say nothing of what a host has. */
const silent: readonly (readonly [
  how: string,
  call: (context: CheckContext, host: ReturnType<typeof fullHost>, hostId: string) => Promise<unknown>,
])[] = [
  ["is named alone", (context, { dnsHostName }) => scheduleAndCancel(context, { dnsHostName })],
  [
    "has null in every other member",
    (context, { dnsHostName }) =>
      scheduleAndCancel(context, { dnsHostName, ...all([...texts, ...others, "credentialId"], null) }),
  ],
  [
    "has blanks in every other member",
    (context, { dnsHostName }) =>
      scheduleAndCancel(context, { dnsHostName, ...all(texts, "  "), credentialId: NO_CREDENTIAL }),
  ],
  [
    "is scanned again by its id",
    async (context, _host, hostId) => {
      const { id } = jobIn(await context.expect("ByHostId", 200, { path: { hostId } }));
      await cancel(context, id, 202);
    },
  ],
  [
    "is scanned again by many ids",
    async (context, _host, hostId) => {
      const seen = await context.expect("ByHostIdMultipleAsync", 200, { body: [hostId] });
      for (const { id } of nodesIn(seen.json)) await cancel(context, String(id), 202);
    },
  ],
  [
    "is named by an organizational unit",
    async (context, { dnsHostName: name, credentialId }) => {
      const call = { path: { credentialId }, body: [name] };
      const seen = await context.expect("ScheduleJobsByDnsHostNameMultipleAsync", 200, call);
      await cancel(context, jobIn(seen).id, 202);
    },
  ],
  [
    "is validated with other values",
    (context, host) => context.expect("ValidateImportedCsv", 200, { body: [otherwise(host)] }),
  ],
  [
    "is stated otherwise beside a row that is wrong",
    async (context, host) => {
      const wrong = { ...madeUpHost(context, "wrong-beside-known"), platformName: "MSSQL" };
      for (const body of [
        [otherwise(host), wrong],
        [wrong, otherwise(host)],
      ])
        await context.expect(operationId, 400, { body });
    },
  ],
  [
    "is stated otherwise by a call that is refused",
    async (context, host) => {
      const call = { body: [otherwise(host)] };
      await context.expect(operationId, 401, { ...call, token: null });
      await context.expect(operationId, 415, { ...call, headers: { "Content-Type": "text/plain" } });
      const headers = { "Idempotency-Key": `known-${context.run}` };
      const other = await create(context, [madeUpHost(context, "known-key")], { headers });
      await context.expect(operationId, 409, { ...call, headers });
      isThe(1, other.hosts.length, other.seen, "body /hostScanHostStatus (their number)");
    },
  ],
];

async function scheduleAndCancel(context: CheckContext, row: object, token?: string) {
  const job = await create(context, [row], token === undefined ? {} : { token });
  await cancel(context, job.id, 202);
  return job;
}

/** Schedules hosts that are known already, in another order than they were onboarded in. */
const inOrder = (
  what: string,
  schedule: (context: CheckContext, names: readonly string[]) => Promise<ReturnType<typeof jobIn>>,
): Check => ({
  name: `hosts that are known are answered in the order of the request, by ${what}`,
  cells: [],
  needs: ["credential"],
  promises: [what === operationId ? "hosts-in-order" : "ou-in-order"],
  async run(context) {
    const labels = ["k-b", "k-d", "k-a", "k-c"].map((label) => `${label}-${what.toLowerCase().slice(0, 4)}`);
    const names = labels.map((label) => madeUpName(context, label));
    await create(
      context,
      labels.map((label) => madeUpHost(context, label)),
    );
    for (const order of [
      [2, 0, 3, 1],
      [1, 3, 0, 2],
    ]) {
      const asked = order.map((i) => names[i] ?? "");
      const job = await schedule(context, asked);
      isThe(asked, ofHosts(job, "dnsHostName"), job.seen, "body /hostScanHostStatus (dnsHostName)");
      const again = await read(context, job.id);
      isThe(asked, ofHosts(again, "dnsHostName"), again.seen, "body /hostScanHostStatus (dnsHostName)");
      for (const hostId of ofHosts(job, "hostId")) {
        const newest = await newestOf(context, `${hostId}`);
        isThe(job.id, newest.id, newest.seen, "body /id");
      }
    }
  },
});

export const knownHostChecks: readonly Check[] = [
  ...silent.map(
    ([how, call]): Check => ({
      name: `a known host keeps all that it has where it ${how}`,
      cells: [created],
      needs: ["credential", "unresponsive host by its address", "other App token"],
      promises: [how.includes("validated") ? "rows-schedule-nothing" : "known-host-keeps"],
      async run(context) {
        const host = fullHost(context, `keeps-${how.replaceAll(/\W/g, "-").slice(0, 40)}`);
        const hostId = firstHostId(await scheduleAndCancel(context, host));
        await call(context, host, hostId);
        const newest = jobIn(await context.expect("ByHostId", 200, { path: { hostId } }));
        await cancel(context, newest.id, 202);
        for (const member of ["os", "ipAddress"] as const)
          isThe([host[member]], ofHosts(newest, member), newest.seen, `body /hostScanHostStatus/0/${member}`);
        // Who does not own the host may state what it has, and nothing else.
        const token = given(context.target.tokens.otherApp, "other App token");
        await scheduleAndCancel(context, host, token);
      },
    }),
  ),
  {
    name: `${operationId} takes the same value for the same, however another App writes it`,
    cells: [created],
    needs: ["credential", "unresponsive host by its address", "other App token"],
    promises: ["owners-alone-change", "thumbprint-forms", "ids-in-any-case"],
    async run(context) {
      const host = fullHost(context, "same-in-other-words");
      await scheduleAndCancel(context, host);
      const token = given(context.target.tokens.otherApp, "other App token");
      const thumbprints = [HEX, HEX.toUpperCase(), HEX.replaceAll(/(..)(?=.)/g, "$1:")];
      for (const trustedThumbprint of thumbprints)
        await scheduleAndCancel(context, { ...host, trustedThumbprint }, token);
      const credentialId = host.credentialId.toUpperCase();
      await scheduleAndCancel(context, { ...host, credentialId }, token);
    },
  },
  inOrder(operationId, (context, names) =>
    create(
      context,
      names.map((dnsHostName) => ({ dnsHostName })),
    ),
  ),
  inOrder("ScheduleJobsByDnsHostNameMultipleAsync", async (context, body) => {
    const path = { credentialId: given(context.target.credentialId, "credential") };
    return jobIn(await context.expect("ScheduleJobsByDnsHostNameMultipleAsync", 200, { path, body }));
  }),
  {
    name: "a host that several calls name for the first time, at the same time, is one host",
    cells: [created],
    needs: ["credential"],
    promises: ["name-case-and-dot", "host-id-stays"],
    async run(context) {
      const host = madeUpHost(context, "first-at-once");
      const path = { credentialId: host.credentialId };
      const name = host.dnsHostName;
      const jobs = await Promise.all([
        create(context, [host]),
        create(context, [{ ...host, dnsHostName: `${name}.` }]),
        context.expect("ScheduleJobsByDnsHostNameMultipleAsync", 200, { path, body: [name] }).then(jobIn),
        create(context, [{ ...host, dnsHostName: name.toUpperCase() }]),
      ]);
      const hostIds = new Set(jobs.map(firstHostId));
      rule(hostIds.size === 1, created, "body /hostScanHostStatus/0/hostId", NOT_RESOLVED);
    },
  },
  {
    name: "a host shows what is known of it while it waits, while it is scanned, and once it is cancelled or has failed",
    cells: [{ operationId: "GetJobStatus", status: 200 }],
    needs: ["credential", "unresponsive host by its address"],
    promises: ["what-is-known", "shows-last-found"],
    async run(context) {
      const host = fullHost(context, "known-throughout");
      const running = await create(context, [host]);
      await readUntil(context, running, ({ status }) => status === ActionStatus.Running, "running");
      const waiting = await create(context, [{ dnsHostName: host.dnsHostName }]);
      const seen = [await read(context, running.id), await read(context, waiting.id)];
      for (const { id } of [waiting, running]) {
        await cancel(context, id, 202);
        seen.push(await read(context, id));
      }
      for (const job of seen)
        for (const member of ["os", "ipAddress", "dnsHostName"] as const)
          isThe([host[member]], ofHosts(job, member), job.seen, `body /hostScanHostStatus/0/${member}`);
      const lost = { ...madeUpHost(context, "known-and-lost"), os: "Kit OS" };
      const failed = await untilEnded(context, await create(context, [lost]));
      isThe(["Kit OS"], ofHosts(failed, "os"), failed.seen, "body /hostScanHostStatus/0/os");
    },
  },
];
