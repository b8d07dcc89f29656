import { type Check, type CheckContext, given } from "../check.ts";
import type { PromiseId } from "../promise.ts";
import {
  cancel,
  create,
  firstHostId,
  isNotScheduled,
  isThe,
  jobIn,
  madeUpHost,
  madeUpName,
  namesPath,
  ofHosts,
} from "./job-rules.ts";

const operationId = "ScheduleJobsByDnsHostNameMultipleAsync";
const scheduled = { operationId, status: 200 };
const refused = { operationId, status: 400 };

const credentialOf = ({ target }: CheckContext) => given(target.credentialId, "credential");

const bad: readonly (readonly [what: string, name: (good: string) => string, promise: PromiseId])[] = [
  ["a name that is malformed", () => "not a name", "ou-name"],
  ["an empty name", () => "", "ou-name"],
  ["a name of 255 characters", () => `${"a.".repeat(127)}a`, "bounds"],
  ["a name twice", (good) => good, "ou-names-once"],
  ["a name twice, once in capitals", (good) => good.toUpperCase(), "ou-names-once"],
  ["a name twice, once with a final dot", (good) => `${good}.`, "ou-names-once"],
];

export const organizationalUnitChecks: readonly Check[] = [
  {
    name: `${operationId} onboards hosts under the credential and schedules one job`,
    cells: [scheduled],
    needs: ["credential"],
    promises: ["ou-one-job", "ou-in-order", "ids-in-any-case"],
    async run(context) {
      const names = ["ou-b", "ou-c", "ou-a"].map((label) => madeUpName(context, label));
      const path = { credentialId: credentialOf(context).toUpperCase() };
      const job = jobIn(await context.expect(operationId, 200, { path, body: names }));
      isThe(names, ofHosts(job, "dnsHostName"), job.seen, "body /hostScanHostStatus (dnsHostName)");
    },
  },
  {
    name: `${operationId} finds hosts again by their names, and others find them`,
    cells: [scheduled],
    needs: ["credential"],
    promises: ["ou-known-keep", "name-case-and-dot"],
    async run(context) {
      const name = madeUpName(context, "ou-known");
      const path = { credentialId: credentialOf(context) };
      const created = await create(context, [
        { dnsHostName: name, credentialId: credentialOf(context), os: "Kit OS" },
      ]);
      const body = [`${name.toUpperCase()}.`];
      const found = jobIn(await context.expect(operationId, 200, { path, body }));
      isThe(firstHostId(created), firstHostId(found), found.seen, "body /hostScanHostStatus/0/hostId");
      isThe("Kit OS", ofHosts(found, "os")[0], found.seen, "body /hostScanHostStatus/0/os");
      const [other] = [madeUpName(context, "ou-new")];
      const onboarded = jobIn(await context.expect(operationId, 200, { path, body: [other] }));
      const again = await create(context, [{ dnsHostName: other }]);
      isThe(firstHostId(onboarded), firstHostId(again), again.seen, "body /hostScanHostStatus/0/hostId");
    },
  },
  {
    name: `${operationId} leaves known hosts what they have`,
    cells: [scheduled],
    needs: ["unresponsive host by its address", "credential", "other App token"],
    promises: ["ou-known-keep"],
    async run(context) {
      const { ipAddress } = given(context.target.unresponsive, "unresponsive host");
      const settings = { ipAddress, platformName: "Cisco", sshTrustActionType: 1, certificateType: 2 };
      const host = { ...madeUpHost(context, "ou-settings"), ...settings };
      await cancel(context, (await create(context, [host])).id, 202);
      const path = { credentialId: credentialOf(context) };
      const found = jobIn(await context.expect(operationId, 200, { path, body: [host.dnsHostName] }));
      await cancel(context, found.id, 202);
      isThe([ipAddress], ofHosts(found, "ipAddress"), found.seen, "body /hostScanHostStatus/0/ipAddress");
      // Who does not own the host may state what it has, and nothing else.
      const token = given(context.target.tokens.otherApp, "other App token");
      await cancel(context, (await create(context, [host], { token })).id, 202);
    },
  },
  {
    name: `${operationId} refuses a credential that nobody has`,
    cells: [refused],
    needs: ["credential"],
    promises: ["ou-credential", "ou-whole-or-not"],
    async run(context) {
      const body = [madeUpName(context, "ou-nobody")];
      const path = { credentialId: crypto.randomUUID() };
      namesPath(await context.expect(operationId, 400, { path, body }), operationId, "credentialId");
      await isNotScheduled(context, `${body}`);
    },
  },
  ...bad.map(
    ([what, name, promise]): Check => ({
      name: `${operationId} refuses ${what}, and schedules none of the hosts`,
      cells: [refused],
      needs: ["credential"],
      promises: [promise, "ou-whole-or-not", "errors-tell-where"],
      async run(context) {
        const good = madeUpName(context, "ou-good");
        const path = { credentialId: credentialOf(context) };
        const seen = await context.expect(operationId, 400, { path, body: [good, name(good)] });
        namesPath(seen, operationId, "/1");
        await isNotScheduled(context, good);
      },
    }),
  ),
];
