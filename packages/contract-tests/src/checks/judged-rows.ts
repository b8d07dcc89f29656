import { type Check, type CheckContext, given, rule } from "../check.ts";
import { type Node, nodesIn } from "../document/place.ts";
import { isThe, madeUpHost, namesPath } from "./job-rules.ts";

const operationId = "ValidateImportedCsv";
const cell = { operationId, status: 200 } as const;
const refused = { operationId: "PostListOfIdsAsync", status: 400 } as const;
const errors = ["dnsHostNameError", "ipAddressError", "platformNameError", "credentialNameError"] as const;

const validated = async (context: CheckContext, body: readonly object[]): Promise<Node[]> =>
  nodesIn((await context.expect(operationId, 200, { body })).json);

/** An address of documentation's own (RFC 3849), and the same one in other words. */
const ADDRESS = "2001:db8::a1";
const SAME_ADDRESS = "2001:0DB8:0:0:0:0:0:A1";

/** Rows, the last of which names the host of the first one, or does not. */
const twice: readonly (readonly [
  what: string,
  isTwice: boolean,
  rows: (host: ReturnType<typeof madeUpHost>) => readonly object[],
])[] = [
  ["a host again, with others between", true, (host) => [host, { ...host, sshPort: 23 }, { ...host }]],
  ["a host again, by port 0", true, (host) => [host, { ...host, sshPort: 0 }]],
  ["a host again, by its default port", true, (host) => [{ ...host, sshPort: 22 }, host]],
  [
    "a host again, by its name with a final dot",
    true,
    (host) => [host, { ...host, dnsHostName: `${host.dnsHostName}.` }],
  ],
  ["a host again, with an address", true, (host) => [host, { ...host, ipAddress: ADDRESS }]],
  [
    "a Windows again, whose port is ignored",
    true,
    (host) => [
      { ...host, platformName: "Windows", sshPort: 22 },
      { ...host, platformName: "Windows", sshPort: 2222 },
    ],
  ],
  [
    "an address again, in other words",
    true,
    ({ credentialId }) => [
      { credentialId, ipAddress: ADDRESS },
      { credentialId, ipAddress: SAME_ADDRESS },
    ],
  ],
  ["a host at another port", false, (host) => [host, { ...host, sshPort: 23 }]],
  [
    "another host at the same address",
    false,
    (host) => [
      { ...host, ipAddress: ADDRESS },
      { ...host, dnsHostName: `other-${host.dnsHostName}`, ipAddress: ADDRESS },
    ],
  ],
  [
    "an address that a host with a name has",
    false,
    (host) => [
      { ...host, ipAddress: ADDRESS },
      { credentialId: host.credentialId, ipAddress: ADDRESS },
    ],
  ],
];

export const judgedRowChecks: readonly Check[] = [
  ...twice.map(
    ([what, isTwice, rows], i): Check => ({
      name: `${operationId} ${isTwice ? "tells of a row that names" : "finds nothing wrong with"} ${what}`,
      cells: [cell],
      needs: ["credential"],
      promises: ["row-named-twice", "create-names-once", "port-default"],
      async run(context) {
        const body = rows(madeUpHost(context, `row-twice-${i}`));
        const told = (await validated(context, body)).map((row) => Boolean(row["dnsHostNameError"]));
        const expected = body.map((_, row) => isTwice && row === body.length - 1);
        isThe(expected, told, { cell }, "body (whether there is a dnsHostNameError)");
        // The row that is wrong whatever it is has nothing be scheduled.
        const wrong = { ...madeUpHost(context, "row-wrong"), platformName: "MSSQL" };
        if (!isTwice) return;
        const seen = await context.expect("PostListOfIdsAsync", 400, { body: [...body, wrong] });
        namesPath(seen, "PostListOfIdsAsync", `/${body.length - 1}`);
        namesPath(seen, "PostListOfIdsAsync", `/${body.length}/platformName`);
        isThe(refused.status, seen.status, seen, "status");
      },
    }),
  ),
  {
    name: `${operationId} tells of everything that is wrong with a row, and gives it back as it was sent`,
    cells: [cell],
    needs: ["credential"],
    promises: ["row-errors", "rows-as-sent"],
    async run(context) {
      const good = madeUpHost(context, "beside-all-wrong");
      const bad = {
        ...{ dnsHostName: "A..b", ipAddress: "1.2.3", platformName: "linux", os: " Kit OS " },
        ...{ credentialId: crypto.randomUUID(), sshPort: 65_535, source: "Kit", trustedThumbprint: "none" },
      };
      const rows = await validated(context, [good, bad, good, bad]);
      for (const i of [1, 3])
        for (const error of errors)
          rule(Boolean(rows[i]?.[error]), cell, `body /${i}/${error}`, "tells nothing");
      for (const [member, value] of Object.entries(bad))
        isThe(value, rows[1]?.[member], { cell }, `body /1/${member}`);
      isThe(
        [null, true],
        [rows[0], rows[2]].map((row) => row?.["dnsHostNameError"] && true),
        { cell },
        "body",
      );
    },
  },
  {
    name: `${operationId} takes 10,000 rows that have all their members, and answers each`,
    cells: [cell],
    needs: ["credential"],
    promises: ["list-bounds", "body-values", "rows-in-order"],
    async run(context) {
      const credentialId = given(context.target.credentialId, "credential");
      const rest = {
        ...{ credentialId, credentialName: null, os: "o", platformName: "Linux", source: "s" },
        ...{ acceptThumbprintOnFirstDiscovery: true, sshTrustActionType: 2, certificateType: 2 },
        ...{ trustedThumbprint: "", sshPort: 22, ipAddress: "" },
      };
      const { dnsHostName } = madeUpHost(context, "all");
      const sent = Array.from({ length: 10_000 }, (_, i) => ({
        dnsHostName: `r${i}-${dnsHostName}`,
        ...rest,
      }));
      const rows = await validated(context, sent);
      isThe(sent.length, rows.length, { cell }, "body (the number of its rows)");
      const other = sent.findIndex(({ dnsHostName: name }, i) => rows[i]?.["dnsHostName"] !== name);
      rule(other < 0, cell, `body /${other}/dnsHostName`, `is ${rows[other]?.["dnsHostName"]}`);
    },
  },
];
