import { expect, test } from "vitest";
import { checkOf, readTraceability } from "./traceability.ts";

const readme = `
## Where it comes from

| Page of the reference | Operation | Path file | Facts | Note |
| --- | --- | --- | --- | --- |
| \`Host/Get\` | \`GET /hosts\` \`ListHosts\` | \`paths/hosts.yaml\` | \`a.json\`, \`b.json\` | **fixture** |
| the samples | \`POST /a\` \`A\`, \`POST /b\` \`B\` | \`paths/a.yaml\`, \`paths/b.yaml\` | – | – |

## Samples

| File | Needs | How it is checked |
| --- | --- | --- |
| \`curl.sh\` | curl | run |
| \`powershell.ps1\` | Windows | **not run** |

## Deliberate differences from the reference

| The reference | Here | Why |
| --- | --- | --- |
| No limits. | Limits. | Open doors. |
`;

test("the tables of a README (fixture) tell what each page became, and what differs", () => {
  const { columns, traces, samples, differences } = readTraceability(readme);
  expect(columns.at(-1)).toBe("Note");
  expect(traces).toEqual([
    {
      cells: [
        "`Host/Get`",
        "`GET /hosts` `ListHosts`",
        "`paths/hosts.yaml`",
        "`a.json`, `b.json`",
        "**fixture**",
      ],
      page: "Host/Get",
      operations: [{ id: "ListHosts", address: "GET /hosts" }],
      pathFiles: ["paths/hosts.yaml"],
      facts: ["a.json", "b.json"],
    },
    {
      cells: ["the samples", "`POST /a` `A`, `POST /b` `B`", "`paths/a.yaml`, `paths/b.yaml`", "–", "–"],
      page: undefined,
      operations: [
        { id: "A", address: "POST /a" },
        { id: "B", address: "POST /b" },
      ],
      pathFiles: ["paths/a.yaml", "paths/b.yaml"],
      facts: [],
    },
  ]);
  expect(checkOf(samples, "PowerShell")).toBe("**not run**");
  expect(() => checkOf(samples, "Fortran")).toThrow("how samples in Fortran are checked");
  expect(differences.rows).toEqual([["No limits.", "Limits.", "Open doors."]]);
});

test.each([
  ["a table", readme.replace("## Deliberate", "## Other"), 'no table under "Deliberate differences'],
  ["a column", readme.replace("Path file", "File"), 'no column "Path file"'],
])("a README (fixture) without %s that is read is refused", (_what, text, fault) => {
  expect(() => readTraceability(text)).toThrow(fault);
});
