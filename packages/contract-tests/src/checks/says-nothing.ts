import { type Check, type CheckContext, given, rule } from "../check.ts";
import { nodesIn } from "../document/place.ts";
import type { PromiseId } from "../promise.ts";
import { create, firstHostId, isThe, madeUpHost, ofHosts } from "./job-rules.ts";

const created = { operationId: "PostListOfIdsAsync", status: 200 };
const validated = { operationId: "ValidateImportedCsv", status: 200 };
const NO_CREDENTIAL = "00000000-0000-0000-0000-000000000000";

const texts = ["ipAddress", "os", "credentialName", "platformName", "trustedThumbprint", "source"];
const others = ["acceptThumbprintOnFirstDiscovery", "sshTrustActionType", "certificateType", "sshPort"];
const all = (members: readonly string[], value: unknown) =>
  Object.fromEntries(members.map((member) => [member, value]));

/** Each way to say nothing in every member but the name. */
const nothings: readonly (readonly [how: string, members: object])[] = [
  ["null", { ...all([...texts, ...others], null), credentialId: null }],
  ["blank", { ...all(texts, " \t"), credentialId: NO_CREDENTIAL }],
  ["empty", { ...all(texts, ""), credentialId: NO_CREDENTIAL }],
];
const promises: readonly PromiseId[] = ["null-says-nothing", "known-host-keeps"];

/** An address beside a name that says nothing, of a row that is never scheduled: another one is wrong. */
async function namedByAddress(context: CheckContext, dnsHostName: string | null): Promise<void> {
  const { credentialId } = madeUpHost(context, "unused");
  const rows = [{ dnsHostName, ipAddress: "192.0.2.78", credentialId }];
  const { json } = await context.expect("ValidateImportedCsv", 200, { body: rows });
  const said = nodesIn(json)[0]?.["dnsHostNameError"];
  rule(said === null, validated, "body /0/dnsHostNameError", `is ${said}, where the address names the host`);
}

/** Checks that a member that is null or blank says nothing, in each member and to each operation that takes rows. */
export const saysNothingChecks: readonly Check[] = [
  ...nothings.map(
    ([how, members]): Check => ({
      name: `PostListOfIdsAsync leaves a known host as it is where every other member is ${how}`,
      cells: [created],
      needs: ["credential"],
      promises,
      async run(context) {
        const host = madeUpHost(context, `nothing-${how}`);
        const first = await create(context, [{ ...host, os: "Kit OS", platformName: "Cisco" }]);
        const again = await create(context, [{ dnsHostName: host.dnsHostName, ...members }]);
        isThe(firstHostId(first), firstHostId(again), again.seen, "body /hostScanHostStatus/0/hostId");
        for (const member of ["os", "ipAddress"])
          isThe(ofHosts(first, member), ofHosts(again, member), again.seen, `body (${member})`);
      },
    }),
  ),
  ...nothings.map(
    ([how, members]): Check => ({
      name: `ValidateImportedCsv finds nothing wrong with a known host whose other members are ${how}`,
      cells: [validated],
      needs: ["credential"],
      promises: ["null-says-nothing", "row-errors"],
      async run(context) {
        const host = madeUpHost(context, `nothing-judged-${how}`);
        await create(context, [host]);
        const body = [{ dnsHostName: host.dnsHostName, ...members }];
        const { json } = await context.expect("ValidateImportedCsv", 200, { body });
        const [row = {}] = nodesIn(json);
        for (const [member, said] of Object.entries(row).filter(([name]) => name.endsWith("Error")))
          rule(said === null, validated, `body /0/${member}`, `is ${said}, where nothing is said`);
      },
    }),
  ),
  {
    name: "ValidateImportedCsv takes a name that is null or blank for none, where an address names the host",
    cells: [validated],
    needs: ["credential"],
    promises: ["null-says-nothing"],
    async run(context) {
      for (const name of [null, "", " "]) await namedByAddress(context, name);
    },
  },
  {
    name: "PostListOfIdsAsync takes a name that is blank for none, where an address names the host",
    cells: [created],
    needs: ["unresponsive host by its address"],
    promises: ["null-says-nothing", "address-only"],
    async run(context) {
      const { dnsHostName: _, ...host } = given(context.target.unresponsive, "unresponsive host");
      const hostIds = [];
      for (const name of [undefined, null, "", " "]) {
        const job = await create(context, [{ ...host, dnsHostName: name }]);
        await context.expect("CancelJob", 202, { path: { hostScanJobId: job.id } });
        hostIds.push(firstHostId(job));
      }
      isThe(1, new Set(hostIds).size, { cell: created }, "body /hostScanHostStatus/0/hostId (their number)");
    },
  },
  {
    name: "PostListOfIdsAsync takes a credential of zeros beside a credential's name for none",
    cells: [{ operationId: "PostListOfIdsAsync", status: 400 }],
    needs: ["credential"],
    promises: ["null-says-nothing"],
    async run(context) {
      const row = { ...madeUpHost(context, "zeros"), credentialName: "no such credential" };
      const [zeros, nothing] = [NO_CREDENTIAL, null].map((credentialId) => ({ ...row, credentialId }));
      const told = [];
      for (const body of [[zeros], [nothing]])
        told.push((await context.expect("PostListOfIdsAsync", 400, { body })).json);
      const [one, other] = told.map((json) => JSON.stringify(nodesIn(Object(json).errors)));
      isThe(one, other, { cell: { operationId: "PostListOfIdsAsync", status: 400 } }, "body /errors");
    },
  },
];
