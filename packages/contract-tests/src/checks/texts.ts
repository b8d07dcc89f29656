import { type Check, type CheckContext, given, type OperationId, rule } from "../check.ts";
import { nodesIn } from "../document/place.ts";
import { isThe, madeUpHost, madeUpName, namesPath } from "./job-rules.ts";

const operationIds = ["PostListOfIdsAsync", "ValidateImportedCsv"] as const;
const ou: OperationId = "ScheduleJobsByDnsHostNameMultipleAsync";

/** Members that are texts, and how many characters they may have. */
const longest: Readonly<Record<string, number>> = {
  dnsHostName: 254,
  ipAddress: 64,
  os: 255,
  credentialName: 255,
  platformName: 255,
  trustedThumbprint: 255,
  source: 255,
};
const members = Object.keys(longest);

/** What no text holds, as JSON escapes it. */
const illFormed: readonly (readonly [what: string, escaped: string])[] = [
  ["U+0000", "\\u0000"],
  ["the first half of a surrogate pair", "\\ud83d"],
  ["the second half of a surrogate pair", "\\udda5"],
  ["a surrogate pair the wrong way round", "\\udda5\\ud83d"],
];

/** A row that has a text in a member. */
const rowWith = (context: CheckContext, member: string, text: (length: number) => string) => ({
  ...madeUpHost(context, "text"),
  [member]: text(longest[member] ?? 0),
});

/** Checks that a row with a text in a member is refused there, beside one that is right. */
async function isRefused(
  context: CheckContext,
  operationId: OperationId,
  text: (length: number) => string,
  escaped = "",
): Promise<void> {
  for (const member of members) {
    const rows = [madeUpHost(context, "beside-text"), rowWith(context, member, text)];
    const seen = await context.expect(operationId, 400, {
      text: JSON.stringify(rows).replaceAll("@", escaped),
    });
    namesPath(seen, operationId, `/1/${member}`);
  }
}

export const textChecks: readonly Check[] = [
  ...operationIds.flatMap((operationId) =>
    illFormed.map(
      ([what, escaped]): Check => ({
        name: `${operationId} refuses ${what} in whatever member, and says where`,
        cells: [{ operationId, status: 400 }],
        needs: ["credential"],
        promises: ["texts-are-well-formed", "errors-tell-where"],
        run: (context) => isRefused(context, operationId, () => "a@b", escaped),
      }),
    ),
  ),
  ...illFormed.map(
    ([what, escaped]): Check => ({
      name: `${ou} refuses ${what} in a name, and says where`,
      cells: [{ operationId: ou, status: 400 }],
      needs: ["credential"],
      promises: ["texts-are-well-formed", "errors-tell-where"],
      async run(context) {
        const path = { credentialId: given(context.target.credentialId, "credential") };
        const names = [madeUpName(context, "well-formed"), `a@b.${madeUpName(context, "ill-formed")}`];
        const text = JSON.stringify(names).replace("@", escaped);
        namesPath(await context.expect(ou, 400, { path, text }), ou, "/1");
      },
    }),
  ),
  ...operationIds.map(
    (operationId): Check => ({
      name: `${operationId} refuses a character too many in whatever member, and says where`,
      cells: [{ operationId, status: 400 }],
      needs: ["credential"],
      promises: ["bounds", "errors-tell-where"],
      run: (context) => isRefused(context, operationId, (length) => "\u{1f5a5}".repeat(length + 1)),
    }),
  ),
  {
    name: "ValidateImportedCsv takes as many characters as a member may have, of any script, and gives them back",
    cells: [{ operationId: "ValidateImportedCsv", status: 200 }],
    needs: ["credential"],
    promises: ["bounds", "rows-as-sent"],
    async run(context) {
      const sent = members.map((member) => rowWith(context, member, (length) => "\u{1f5a5}".repeat(length)));
      const seen = await context.expect("ValidateImportedCsv", 200, { body: sent });
      for (const [i, row] of nodesIn(seen.json).entries())
        for (const member of members)
          isThe(Object(sent[i])[member], row[member], seen, `body /${i}/${member}`);
    },
  },
  {
    name: "PostListOfIdsAsync takes a name of 253 characters, and one more for its final dot",
    cells: [{ operationId: "PostListOfIdsAsync", status: 200 }],
    needs: ["credential"],
    promises: ["bounds", "row-name"],
    async run(context) {
      const { dnsHostName, credentialId } = madeUpHost(context, "longest-name");
      const labels = `${"x".repeat(50)}.`.repeat(5).slice(-(253 - dnsHostName.length));
      const longestName = `${labels.replace(/^\./, "y")}${dnsHostName}`;
      rule(longestName.length === 253, { operationId: "-", status: 0 }, "kit", "the name is not the longest");
      const body = [{ dnsHostName: `${longestName}.`, credentialId }];
      const seen = await context.expect("PostListOfIdsAsync", 200, { body });
      const [host] = nodesIn(Object(seen.json).hostScanHostStatus);
      // Whether a name is answered with the dot that it was sent with is not said.
      isThe(
        longestName,
        String(host?.["dnsHostName"]).replace(/\.$/, ""),
        seen,
        "body /hostScanHostStatus/0",
      );
    },
  },
];
