import { type Check, given, rule } from "../check.ts";
import { nodesIn } from "../document/place.ts";
import type { PromiseId } from "../promise.ts";
import {
  create,
  firstHostId,
  isThe,
  jobIn,
  madeUpHost,
  newestOf,
  ofHosts,
  pathsIn,
  read,
  untilEnded,
} from "./job-rules.ts";

const operationId = "PostListOfIdsAsync";
const created = { operationId, status: 200 };

/** Checks of what a known host is found again by: each way of writing it is the same host, or another one. */
const identity = (
  what: string,
  same: boolean,
  write: (host: ReturnType<typeof madeUpHost>) => object,
  promise: PromiseId,
): Check => ({
  name: `${operationId} finds ${same ? "a host again" : "another host"} ${what}`,
  cells: [created],
  needs: ["credential"],
  promises: [promise],
  async run(context) {
    const host = madeUpHost(context, `again-${what.replaceAll(/\W+/g, "-").slice(0, 30)}`);
    const first = firstHostId(await create(context, [host]));
    const second = await create(context, [{ ...host, ...write(host) }]);
    const kept = (firstHostId(second) === first) === same;
    rule(kept, created, "body /hostScanHostStatus/0/hostId", same ? "is another one" : "is the same one");
  },
});

export const createJobChecks: readonly Check[] = [
  {
    name: `${operationId} schedules one job for all hosts, in the order given`,
    cells: [created, { operationId: "GetJobStatus", status: 200 }],
    needs: ["credential"],
    promises: ["create-one-job", "hosts-in-order", "job-is-watched"],
    async run(context) {
      const requests = ["create-b", "create-c", "create-a"].map((label) => madeUpHost(context, label));
      const names = requests.map(({ dnsHostName }) => dnsHostName);
      const job = await create(context, requests);
      isThe(names, ofHosts(job, "dnsHostName"), job.seen, "body /hostScanHostStatus");
      const again = await read(context, job.id);
      isThe(job.id, again.id, again.seen, "body /id");
      isThe(names, ofHosts(again, "dnsHostName"), again.seen, "body /hostScanHostStatus");
      isThe(ofHosts(job, "hostId"), ofHosts(again, "hostId"), again.seen, "body /hostScanHostStatus");
      rule(
        new Set(ofHosts(job, "hostId")).size === 3,
        created,
        "body /hostScanHostStatus",
        "has a hostId twice",
      );
    },
  },
  identity(
    "by its name, whatever its case",
    true,
    ({ dnsHostName }) => ({ dnsHostName: dnsHostName.toUpperCase() }),
    "name-case-and-dot",
  ),
  identity(
    "by its name with a final dot",
    true,
    ({ dnsHostName }) => ({ dnsHostName: `${dnsHostName}.` }),
    "name-case-and-dot",
  ),
  identity("at port 0, which means 22", true, () => ({ sshPort: 0 }), "port-default"),
  identity("at port null, which means 22", true, () => ({ sshPort: null }), "port-default"),
  identity("at port 22, which is the default", true, () => ({ sshPort: 22 }), "port-default"),
  identity("at another port", false, () => ({ sshPort: 2222 }), "port-is-identity"),
  {
    name: `${operationId} takes a name with a label of 63 characters`,
    cells: [created],
    needs: ["credential"],
    promises: ["row-name"],
    async run(context) {
      const { dnsHostName, ...host } = madeUpHost(context, "longest-label");
      await create(context, [{ ...host, dnsHostName: `${"x".repeat(63)}.${dnsHostName}` }]);
    },
  },
  identity("at the highest port", false, () => ({ sshPort: 65_535 }), "bounds"),
  {
    name: `${operationId} tells two ports of one name apart in one call`,
    cells: [created],
    needs: ["credential"],
    promises: ["port-is-identity"],
    async run(context) {
      const host = madeUpHost(context, "two-ports");
      const job = await create(context, [host, { ...host, sshPort: 2222 }]);
      rule(
        new Set(ofHosts(job, "hostId")).size === 2,
        created,
        "body /hostScanHostStatus",
        "is one host, not two",
      );
    },
  },
  {
    name: `${operationId} schedules anew, where a known host is named without anything else, and keeps what it has`,
    cells: [created],
    needs: ["credential"],
    promises: ["known-host-keeps", "record-per-job"],
    async run(context) {
      const host = madeUpHost(context, "kept");
      const first = await create(context, [{ ...host, os: "Kit OS" }]);
      const { dnsHostName } = host;
      const second = await create(context, [
        { dnsHostName, credentialId: "00000000-0000-0000-0000-000000000000", os: " " },
      ]);
      isThe(firstHostId(first), firstHostId(second), second.seen, "body /hostScanHostStatus/0/hostId");
      rule(first.id !== second.id, created, "body /id", "is of the job before");
      const [one, other] = [first, second].map((job) => ofHosts(job, "hostScanHostId").join());
      rule(one !== other, created, "body /hostScanHostStatus/0/hostScanHostId", "is of the job before");
      isThe("Kit OS", ofHosts(second, "os")[0], second.seen, "body /hostScanHostStatus/0/os");
    },
  },
  {
    name: `${operationId} answers of a new host what the request says, and null for what nobody has found`,
    cells: [created],
    needs: ["credential"],
    promises: ["what-is-known", "null-until-found"],
    async run(context) {
      const job = await create(context, [{ ...madeUpHost(context, "new"), os: "Kit OS" }]);
      isThe(["Kit OS"], ofHosts(job, "os"), job.seen, "body /hostScanHostStatus/0/os");
      isThe([null], ofHosts(job, "name"), job.seen, "body /hostScanHostStatus/0/name");
      isThe([null], ofHosts(job, "version"), job.seen, "body /hostScanHostStatus/0/version");
      isThe([null], ofHosts(job, "ipAddress"), job.seen, "body /hostScanHostStatus/0/ipAddress");
    },
  },
  {
    name: `${operationId} takes a credential's id in capitals`,
    cells: [created],
    needs: ["credential"],
    promises: ["ids-in-any-case"],
    async run(context) {
      const host = madeUpHost(context, "capitals");
      await create(context, [{ ...host, credentialId: host.credentialId.toUpperCase() }]);
    },
  },
  {
    name: `${operationId} takes a thumbprint in each of its forms`,
    cells: [created],
    needs: ["credential"],
    promises: ["thumbprint-forms"],
    async run(context) {
      const hex = "0123456789abcdef".repeat(4);
      const forms = [
        `SHA256:${"A".repeat(42)}E`,
        hex,
        hex.toUpperCase(),
        hex.replaceAll(/(..)(?=.)/g, "$1:"),
      ];
      const hosts = forms.map((trustedThumbprint, i) => ({
        ...madeUpHost(context, `print-${i}`),
        trustedThumbprint,
      }));
      await create(context, hosts);
    },
  },
  {
    name: `${operationId} takes each platform, each action and each certificate, and members that are null`,
    cells: [created],
    needs: ["credential"],
    promises: ["platforms", "enumerations-are-integers", "null-says-nothing"],
    async run(context) {
      const platforms = ["Linux", "Cisco", "Windows"].map((platformName, i) => ({
        ...{ ...madeUpHost(context, `each-${i}`), platformName },
        ...{ sshTrustActionType: i, certificateType: platformName === "Windows" ? 0 : 2 },
      }));
      const members = ["ipAddress", "os", "credentialName", "platformName", "trustedThumbprint", "source"];
      const others = ["sshTrustActionType", "certificateType", "sshPort"];
      const nothing = Object.fromEntries([...members, ...others].map((member) => [member, null]));
      await create(context, [...platforms, { ...madeUpHost(context, "nulls"), ...nothing }]);
    },
  },
  {
    name: `${operationId} ignores members that it does not know`,
    cells: [created],
    needs: ["credential"],
    promises: ["unknown-members-ignored"],
    async run(context) {
      await create(context, [{ ...madeUpHost(context, "unknown"), colour: "red", tags: [{ a: [1, null] }] }]);
      const host = madeUpHost(context, "other-letters");
      const otherLetters = {
        DnsHostName: "a..b",
        SSHPORT: 70_000,
        credentialid: "42",
        platform_name: "none",
      };
      const job = await create(context, [{ ...otherLetters, ...host, ...otherLetters, OS: "Other OS" }]);
      isThe([null], ofHosts(job, "os"), job.seen, "body /hostScanHostStatus/0/os");
    },
  },
  {
    name: `${operationId} scans a host and answers its operating system, whatever the request says of it`,
    cells: [created],
    needs: ["scannable host"],
    promises: ["scan-tells", "status-of-a-job"],
    async run(context) {
      const said = "Kit OS of the request";
      const job = await create(context, [{ ...given(context.target.scannable, "scannable host"), os: said }]);
      const done = await untilEnded(context, job);
      const cell = { operationId: "GetJobStatus", status: 200 };
      rule(
        done.status === 2,
        cell,
        "body /status",
        `is ${done.status}: ${ofHosts(done, "statusDescription")}`,
      );
      for (const member of ["os", "name", "version"])
        rule(Boolean(ofHosts(done, member)[0]), cell, `body /hostScanHostStatus/0/${member}`, "is missing");
      rule(
        ofHosts(done, "os")[0] !== said,
        cell,
        "body /hostScanHostStatus/0/os",
        "is what the request said",
      );
    },
  },
  {
    name: `${operationId} takes an integer for one, however JSON writes it`,
    cells: [{ operationId, status: 400 }],
    needs: ["credential"],
    promises: ["types"],
    async run(context) {
      const host = JSON.stringify({ ...madeUpHost(context, "integer"), sshPort: 0 });
      const rows = ["22.0", "2.2e1", "22E0"].map((port) => host.replace(/0}$/, `${port}}`));
      const { json, cell } = await context.expect(operationId, 400, { text: `[${rows.join()},7]` });
      isThe(["/3"], pathsIn(json), { cell }, "body /errors");
    },
  },
  {
    name: `${operationId} takes texts of 255 characters, of any script`,
    cells: [created],
    needs: ["credential"],
    promises: ["bounds"],
    async run(context) {
      const os = "\u{1f5a5}".repeat(255);
      const job = await create(context, [
        { ...madeUpHost(context, "texts"), os, source: `Zürich-東京-${"x".repeat(245)}` },
      ]);
      const page = await context.expect("Get", 200, { query: "limit=10" });
      const listed = nodesIn(page.json).find(({ id }) => id === job.id);
      const newest = await newestOf(context, firstHostId(job));
      for (const shown of [job, await read(context, job.id), newest, jobIn(page, listed)])
        isThe([os], ofHosts(shown, "os"), shown.seen, "body /hostScanHostStatus/0/os");
    },
  },
];
