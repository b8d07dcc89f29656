import { describeFinding } from "./finding.ts";
import type { PromiseVerdict } from "./promise.ts";
import type { Report } from "./report.ts";
import { coverageTable } from "./table.ts";
import { visibleText } from "./visible-text.ts";

const marks: Readonly<Record<PromiseVerdict["verdict"], string>> = {
  kept: "✓ kept",
  broken: "✗ broken",
  "not checked": "○ not checked",
  unseen: "– cannot be seen",
};

/** A text as a cell of a table holds it. */
const cell = (text: string): string =>
  visibleText(text)
    .replaceAll(/[\\|<]/g, "\\$&")
    .replaceAll(/\s+/g, " ");

/** The report for people who read Markdown: findings, each promise with what came of it, the table of answers. */
export function reportAsMarkdown(report: Report): string {
  const { document, results, findings, observed, unobserved, promises } = report;
  const count = (verdict: PromiseVerdict["verdict"]) =>
    promises.filter((each) => each.verdict === verdict).length;
  const run = results.filter(({ missing }) => missing.length === 0).length;
  return [
    `# Host Scan Job API ${document.version}: what the server keeps`,
    "",
    `- **${promises.length} promises:** ${count("kept")} kept, ${count("broken")} broken, ${count("not checked")} not checked, ${count("unseen")} that no caller can see`,
    `- **${results.length} checks:** ${run} run, ${findings.length} findings`,
    `- **${observed.length + unobserved.length} declared answers:** ${observed.length} observed`,
    "",
    ...(findings.length === 0 ? [] : ["## What is wrong", ""]),
    ...results
      .filter((result) => result.findings.length > 0)
      .flatMap(({ check, findings: found }) => [
        `- ${cell(check.name)}`,
        ...new Set(found.map((finding) => `  - ${cell(describeFinding(finding))}`)),
      ]),
    ...(findings.length === 0 ? [] : [""]),
    "## Promises",
    "",
    "| Promise | What came of it | The document says |",
    "|---|---|---|",
    ...promises.map(({ id, verdict, said, why }) => {
      const came = why === undefined ? marks[verdict] : `${marks[verdict]}: ${why}`;
      const [first, ...more] = said;
      const says = `${first?.says ?? ""}${more.length > 0 ? ` (and ${more.length} more)` : ""}`;
      return `| ${id} | ${cell(came)} | ${cell(says)} |`;
    }),
    "",
    "## Declared answers",
    "",
    "```",
    coverageTable(report),
    "```",
    "",
  ].join("\n");
}
