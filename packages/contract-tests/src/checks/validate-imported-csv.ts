import type { Variation } from "../call.ts";
import { type Check, type CheckContext, given, rule } from "../check.ts";
import { type Node, nodesIn } from "../document/place.ts";
import { literals } from "./address.ts";
import { create, isNotScheduled, isThe, madeUpHost, madeUpName, namesPath } from "./job-rules.ts";

const operationId = "ValidateImportedCsv";
const cell = { operationId, status: 200 } as const;

const errors = ["dnsHostNameError", "ipAddressError", "platformNameError", "credentialNameError"] as const;

async function validated(
  context: CheckContext,
  body: readonly object[],
  variation: Variation = {},
): Promise<Node[]> {
  const { json } = await context.expect(operationId, 200, { ...variation, body });
  const rows = nodesIn(json);
  rule(rows.length === body.length, cell, "body", `holds ${rows.length} rows for ${body.length}`);
  return rows;
}

/** Rows that are wrong, and the one error that says so. */
const wrong: readonly (readonly [
  what: string,
  members: (context: CheckContext) => object,
  error: (typeof errors)[number],
])[] = [
  ["a name that is malformed", () => ({ dnsHostName: "a..b" }), "dnsHostNameError"],
  ["no name and no address", () => ({ dnsHostName: null }), "dnsHostNameError"],
  ["an address that is none", () => ({ ipAddress: "1.2.3" }), "ipAddressError"],
  ["a platform that is not scanned", () => ({ platformName: "MSSQL" }), "platformNameError"],
  ["a platform in other letters", () => ({ platformName: "linux" }), "platformNameError"],
  ["a credential that nobody has", () => ({ credentialId: crypto.randomUUID() }), "credentialNameError"],
  [
    "a name that no credential has",
    () => ({ credentialId: "00000000-0000-0000-0000-000000000000", credentialName: "no such one" }),
    "credentialNameError",
  ],
  ["no credential", () => ({ credentialId: "00000000-0000-0000-0000-000000000000" }), "credentialNameError"],
];

/** Members of another type than theirs. */
const mistyped: readonly (readonly [member: string, value: unknown])[] = [
  ["os", 7],
  ["sshPort", "22"],
  ["sshTrustActionType", "WarnOnThumbprintMismatch"],
  ["certificateType", "SSH"],
  ["certificateType", "2"],
  ["acceptThumbprintOnFirstDiscovery", "true"],
];

export const validateImportedCsvChecks: readonly Check[] = [
  {
    name: `${operationId} answers every row, in the order given, with what is wrong with it`,
    cells: [cell],
    needs: ["credential"],
    promises: ["rows-in-order", "row-errors", "rows-can-be-scheduled"],
    async run(context) {
      const bad = { dnsHostName: madeUpName(context, "row-b"), credentialId: crypto.randomUUID() };
      const [first, second, third] = [madeUpHost(context, "row-c"), bad, madeUpHost(context, "row-a")];
      const rows = await validated(context, [first, second, third]);
      const names = [first, second, third].map(({ dnsHostName }) => dnsHostName);
      isThe(
        names,
        rows.map(({ dnsHostName }) => dnsHostName),
        { cell },
        "body (dnsHostName)",
      );
      rule(Boolean(rows[1]?.["credentialNameError"]), cell, "body /1/credentialNameError", "tells nothing");
      for (const row of [rows[0], rows[2]])
        for (const error of errors)
          rule(row?.[error] === null, cell, `body /0/${error}`, `is ${row?.[error]}, not null`);
      await create(context, [first, third]);
    },
  },
  ...wrong.map(
    ([what, members, error]): Check => ({
      name: `${operationId} tells of ${what}, and onboards no host`,
      cells: [cell],
      needs: ["credential"],
      promises: ["row-errors", "rows-schedule-nothing", "rows-in-error-are-200"],
      async run(context) {
        const good = madeUpHost(context, "validated");
        const [first, second] = await validated(context, [
          good,
          { ...madeUpHost(context, "wrong"), ...members(context) },
        ]);
        for (const each of errors) {
          rule(first?.[each] === null, cell, `body /0/${each}`, `is ${first?.[each]}, not null`);
          const told = typeof second?.[each] === "string" && second[each] !== "";
          rule(
            told === (each === error),
            cell,
            `body /1/${each}`,
            told ? `is ${second?.[each]}` : "tells nothing",
          );
        }
        await isNotScheduled(context, good.dnsHostName);
      },
    }),
  ),
  {
    name: `${operationId} tells of a row that names the host of an earlier one, and not of the earlier one`,
    cells: [cell],
    needs: ["credential"],
    promises: ["row-errors", "row-named-twice"],
    async run(context) {
      const host = madeUpHost(context, "validated-twice");
      const capitals = { ...host, dnsHostName: host.dnsHostName.toUpperCase() };
      const [first, ...others] = await validated(context, [host, host, capitals]);
      rule(first?.["dnsHostNameError"] === null, cell, "body /0/dnsHostNameError", "is not null");
      for (const [i, { dnsHostNameError }] of others.entries())
        rule(Boolean(dnsHostNameError), cell, `body /${i + 1}/dnsHostNameError`, "tells nothing");
    },
  },
  {
    name: `${operationId} gives the members back as they were sent, and judges no others`,
    cells: [cell],
    needs: ["credential"],
    promises: ["rows-as-sent", "not-judged"],
    async run(context) {
      const sent = {
        dnsHostName: `${madeUpName(context, "As-Sent").toUpperCase()}.`,
        ipAddress: "2001:DB8:0::1",
        os: " Zürich 東京 \u{1f5a5} ",
        credentialId: given(context.target.credentialId, "credential"),
        platformName: "Cisco",
        acceptThumbprintOnFirstDiscovery: true,
        sshTrustActionType: 0,
        certificateType: 1,
        trustedThumbprint: "no thumbprint",
        sshPort: 65_535,
        source: 'a "quoted" source, with <b>\\',
      };
      const [row] = await validated(context, [sent]);
      for (const [member, value] of Object.entries(sent))
        isThe(value, row?.[member], { cell }, `body /0/${member}`);
      rule(
        row?.["dnsHostNameError"] === null,
        cell,
        "body /0/dnsHostNameError",
        `is ${row?.["dnsHostNameError"]}`,
      );
    },
  },
  {
    name: `${operationId} gives back as they were sent also members that say nothing`,
    cells: [cell],
    needs: ["credential"],
    promises: ["rows-as-sent"],
    async run(context) {
      const texts = ["ipAddress", "os", "credentialName", "platformName", "trustedThumbprint", "source"];
      const others = ["sshTrustActionType", "certificateType", "sshPort"];
      const booleanAndId = ["acceptThumbprintOnFirstDiscovery", "credentialId"];
      const members = ["dnsHostName", ...texts, ...others, ...booleanAndId];
      const { dnsHostName } = madeUpHost(context, "said-nothing");
      const sent = [
        Object.fromEntries([...texts, ...others].map((member) => [member, null])),
        { ...Object.fromEntries(texts.map((member) => [member, " "])), sshPort: 0 },
        { ...Object.fromEntries(texts.map((member) => [member, ""])), sshPort: 22 },
        { acceptThumbprintOnFirstDiscovery: false, credentialId: "00000000-0000-0000-0000-000000000000" },
        {},
      ].map((said, i) => ({ dnsHostName: `${i}-${dnsHostName}`, ...said }));
      const rows = await validated(context, sent);
      for (const [i, row] of rows.entries()) {
        // Answers may gain members; those that a row can have are as they were sent, or left out.
        const known = Object.fromEntries(members.map((member) => [member, row[member]]));
        const expected = Object.fromEntries(members.map((member) => [member, Object(sent[i])[member]]));
        isThe(expected, known, { cell }, `body /${i}`);
      }
    },
  },
  {
    name: `${operationId} leaves out a credential and a trust on discovery that were sent as null`,
    cells: [cell],
    needs: ["credential"],
    promises: ["nulls-left-out", "null-says-nothing"],
    async run(context) {
      const sent = {
        dnsHostName: madeUpName(context, "nulls"),
        credentialId: null,
        acceptThumbprintOnFirstDiscovery: null,
      };
      const [row] = await validated(context, [sent]);
      for (const member of ["credentialId", "acceptThumbprintOnFirstDiscovery"])
        rule(row !== undefined && !(member in row), cell, `body /0/${member}`, "should be left out");
    },
  },
  {
    name: `${operationId} ignores members that it does not know`,
    cells: [cell],
    needs: ["credential"],
    promises: ["unknown-members-ignored"],
    async run(context) {
      await validated(context, [
        { dnsHostName: madeUpName(context, "unknown"), colour: "red", depth: [[{}]] },
        { dnsHostName: madeUpName(context, "other-letters"), SSHPORT: 70_000, credentialid: "42" },
      ]);
    },
  },
  {
    name: `${operationId} refuses a member of another type, and says where`,
    cells: [{ operationId, status: 400 }],
    needs: [],
    promises: ["types", "enumerations-are-integers", "errors-tell-where"],
    async run(context) {
      const host = { dnsHostName: madeUpName(context, "typed") };
      for (const [member, value] of mistyped) {
        const body = [host, { ...host, [member]: value }];
        namesPath(await context.expect(operationId, 400, { body }), operationId, `/1/${member}`);
      }
    },
  },
  {
    name: `${operationId} tells another App what it may not say of a known host, and nothing where it says the same`,
    cells: [cell],
    needs: ["credential", "other App token"],
    promises: ["row-owners", "row-errors"],
    async run(context) {
      const host = { ...madeUpHost(context, "validated-by-others"), platformName: "Linux" };
      await create(context, [host]);
      const token = given(context.target.tokens.otherApp, "other App token");
      for (const [platformName, isTold] of [
        ["Linux", false],
        [null, false],
        ["Cisco", true],
      ] as const) {
        const [row] = await validated(context, [{ ...host, platformName }], { token });
        const error = row?.["platformNameError"];
        rule(Boolean(error) === isTold, cell, "body /0/platformNameError", `is ${error} for ${platformName}`);
      }
      const [own] = await validated(context, [{ ...host, platformName: "Cisco" }]);
      isThe(null, own?.["platformNameError"], { cell }, "body /0/platformNameError");
    },
  },
  {
    name: `${operationId} takes addresses of IPv6 for what they are`,
    cells: [cell],
    needs: ["credential"],
    promises: ["row-address", "row-errors"],
    async run(context) {
      const rows = [...literals, "1.2.3"].map((ipAddress, i) => ({
        ...madeUpHost(context, `ipv6-${i}`),
        ipAddress,
      }));
      const told = (await validated(context, rows)).map(({ ipAddressError }) => ipAddressError);
      // An address that the server's networks deny is told in other words than one that is none.
      for (const [i, error] of told.slice(0, -1).entries())
        rule(error !== told.at(-1), cell, `body /${i}/ipAddressError`, `is ${error}`);
    },
  },
];
