import { describeFinding } from "./finding.ts";
import type { PromiseVerdict } from "./promise.ts";
import type { Report } from "./report.ts";

/** `✓` seen, `✗` declared but not seen, `·` not declared. */
const marks = { seen: "✓", unseen: "✗", undeclared: "·" };

/** The table operation × declared status. */
export function coverageTable({ operations, observed }: Pick<Report, "operations" | "observed">): string {
  const statuses = [...new Set(operations.flatMap(({ responses }) => [...responses.keys()]))].sort();
  const width = Math.max(...operations.map(({ operationId }) => operationId.length));
  const mark = (operationId: string, status: number, declared: boolean) => {
    if (!declared) return marks.undeclared;
    const seen = observed.some((cell) => cell.operationId === operationId && cell.status === status);
    return seen ? marks.seen : marks.unseen;
  };
  const rows = operations.map(({ operationId, responses }) => [
    operationId.padEnd(width),
    ...statuses.map((status) => ` ${mark(operationId, status, responses.has(status))} `),
  ]);
  return [["".padEnd(width), ...statuses.map(String)], ...rows]
    .map((cells) => cells.join("  ").trimEnd())
    .join("\n");
}

/** The whole report for people: findings, what was not seen and why, the table. */
export function describeReport(report: Report): string {
  const { results, findings, observed, unobserved, promises } = report;
  const count = (wanted: PromiseVerdict["verdict"]) =>
    promises.filter(({ verdict }) => verdict === wanted).length;
  const broken = results.filter((result) => result.findings.length > 0);
  const notRun = results.filter(({ missing }) => missing.length > 0);
  return [
    ...broken.flatMap(({ check, findings: found }) => [
      `✗ ${check.name}`,
      ...new Set(found.map((finding) => `    ${describeFinding(finding)}`)),
    ]),
    ...notRun.map(({ check, missing }) => `- ${check.name}: not run, needs ${missing.join(" and ")}`),
    "",
    coverageTable(report),
    "",
    ...[...Map.groupBy(unobserved, ({ reason }) => reason)].map(
      ([reason, cells]) =>
        `not observed, ${reason}: ${cells.map(({ operationId, status }) => `${operationId} ${status}`).join(", ")}`,
    ),
    ...promises
      .filter(({ verdict }) => verdict === "broken")
      .map(({ id, said }) => `promise broken: ${id}: ${said[0]?.says}`),
    `${promises.length} promises: ${count("kept")} kept, ${count("broken")} broken, ` +
      `${count("not checked")} not checked, ${count("unseen")} that no caller can see`,
    `${results.length - notRun.length} of ${results.length} checks run, ${findings.length} findings, ` +
      `${observed.length} of ${observed.length + unobserved.length} declared answers observed`,
  ].join("\n");
}
