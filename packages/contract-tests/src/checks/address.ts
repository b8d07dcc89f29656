import { type Check, type CheckContext, given, rule } from "../check.ts";
import { memberOf, nodesIn } from "../document/place.ts";
import { cancel, create, firstHostId, isThe, madeUpHost, namesPath, ofHosts } from "./job-rules.ts";

const operationId = "PostListOfIdsAsync";
const created = { operationId, status: 200 };
const refused = { operationId, status: 400 };

/** Documentation's own addresses (RFC 5737, RFC 3849), of rows that are refused: none is ever scanned. */
const ADDRESS = "192.0.2.79";
export const literals = ["2001:db8::1", "2001:DB8:0:0:0:0:0:2", "::ffff:192.0.2.80", "fe80::3"];

const rowOf = (context: CheckContext, members: object) => {
  const { credentialId } = madeUpHost(context, "unused");
  return { credentialId, ...members };
};

/** What rows are told beside one that is wrong whatever they are, by the row. */
async function toldOf(context: CheckContext, rows: readonly object[]) {
  const body = [...rows, rowOf(context, { ipAddress: "1.2.3" })];
  const { json } = await context.expect(operationId, 400, { body });
  const errors = nodesIn(memberOf(json, "errors"));
  const at = (i: number) =>
    errors.filter(({ path }) => `${path}/`.startsWith(`/${i}/`)).map(({ message }) => String(message));
  const wrong = at(rows.length);
  return rows.map((_, i) => ({
    // An address that the server's networks deny is told in other words than one that is none.
    malformed: at(i).some((message) => wrong.includes(message)),
    messages: at(i),
  }));
}

/** Checks of hosts that are known by their address. */
export const addressChecks: readonly Check[] = [
  {
    name: `${operationId} answers no name of a host that is known by its address alone, and finds it again`,
    cells: [created],
    needs: ["unresponsive host by its address"],
    promises: ["address-only", "port-is-identity"],
    async run(context) {
      const { dnsHostName: _, ...host } = given(context.target.unresponsive, "unresponsive host");
      const jobs = [];
      for (const _time of [1, 2]) {
        const job = await create(context, [host]);
        await context.expect("CancelJob", 202, { path: { hostScanJobId: job.id } });
        isThe([null], ofHosts(job, "dnsHostName"), job.seen, "body /hostScanHostStatus/0/dnsHostName");
        isThe([host.ipAddress], ofHosts(job, "ipAddress"), job.seen, "body /hostScanHostStatus/0/ipAddress");
        jobs.push(firstHostId(job));
      }
      isThe(jobs[0], jobs[1], { cell: created }, "body /hostScanHostStatus/0/hostId");
    },
  },
  {
    name: `${operationId} does not find a host that has a name by its address`,
    cells: [created, refused],
    needs: ["unresponsive host by its address", "credential"],
    promises: ["name-before-address"],
    async run(context) {
      const { ipAddress } = given(context.target.unresponsive, "unresponsive host");
      const sshPort = 49_152 + Math.floor(Math.random() * 16_384);
      const named = { ...madeUpHost(context, "named-at-address"), ipAddress, sshPort };
      await cancel(context, (await create(context, [named])).id, 202);
      // By its address alone it is another host, which is new, and needs a credential.
      const body = [{ ipAddress, sshPort }];
      namesPath(await context.expect(operationId, 400, { body }), operationId, "/0");
    },
  },
  {
    name: `${operationId} takes addresses of IPv6 for what they are`,
    cells: [refused],
    needs: ["credential"],
    promises: ["row-address"],
    async run(context) {
      const rows = literals.map((ipAddress) => rowOf(context, { ipAddress }));
      for (const [i, { malformed, messages }] of (await toldOf(context, rows)).entries())
        rule(!malformed, refused, `body /errors (of ${literals[i]})`, messages.join());
    },
  },
  {
    name: `${operationId} takes two names at one address for two hosts`,
    cells: [refused],
    needs: ["credential"],
    promises: ["name-before-address"],
    async run(context) {
      const rows = ["at-one-address", "at-the-same"].map((label) => ({
        ...madeUpHost(context, label),
        ipAddress: ADDRESS,
      }));
      const [first, second] = await toldOf(context, rows);
      isThe(first?.messages, second?.messages, { cell: refused }, "body /errors (of /1)");
    },
  },
  {
    name: `${operationId} tells two ports of one address apart, and refuses one that is named twice`,
    cells: [refused],
    needs: ["credential"],
    promises: ["port-is-identity", "create-names-once", "port-default"],
    async run(context) {
      const rows = [{}, { sshPort: 2222 }, { sshPort: 22 }].map((port) =>
        rowOf(context, { ipAddress: ADDRESS, ...port }),
      );
      const [first, apart, twice] = await toldOf(context, rows);
      isThe(first?.messages, apart?.messages, { cell: refused }, "body /errors (of /1)");
      const told = twice?.messages.some((message) => !first?.messages.includes(message));
      rule(told === true, refused, "body /errors (of /2)", "does not tell that the host is named twice");
    },
  },
];
