import { describeFinding } from "./finding.ts";
import type { Report } from "./report.ts";
import { visibleText } from "./visible-text.ts";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A text as XML may hold it, whoever wrote it. */
const xml = (text: string): string =>
  visibleText(text).replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);

interface Case {
  readonly name: string;
  readonly failures: readonly string[];
  readonly skipped: string | undefined;
}

function suite(name: string, cases: readonly Case[]): string {
  const [failures, skipped] = [
    cases.filter((each) => each.failures.length > 0).length,
    cases.filter((each) => each.skipped !== undefined).length,
  ];
  const lines = cases.map(({ name: test, failures: found, skipped: why }) => {
    const inside = [
      ...(why === undefined ? [] : [`<skipped message="${xml(why)}"/>`]),
      ...found.map((message) => `<failure message="${xml(message)}"/>`),
    ];
    const start = `    <testcase classname="${xml(name)}" name="${xml(test)}"`;
    return inside.length === 0 ? `${start}/>` : `${start}>${inside.join("")}</testcase>`;
  });
  const counts = `tests="${cases.length}" failures="${failures}" skipped="${skipped}"`;
  return [`  <testsuite name="${xml(name)}" ${counts}>`, ...lines, "  </testsuite>"].join("\n");
}

/** The report as JUnit's XML, which systems of continuous integration show: a case for each check and each promise. */
export function reportAsJunit({ document, results, promises }: Report): string {
  const checks = results.map(({ check, missing, findings }) => ({
    name: check.name,
    failures: [...new Set(findings.map(describeFinding))],
    skipped: missing.length > 0 ? `needs ${missing.join(" and ")}` : undefined,
  }));
  const kept = promises.map(({ id, verdict, said, why }) => ({
    name: id,
    failures: verdict === "broken" ? [`broken: ${said.map(({ says }) => says).join(" · ")}`] : [],
    skipped: why,
  }));
  const suites = [
    suite(`checks of ${document.version}`, checks),
    suite(`promises of ${document.version}`, kept),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("\n")}\n</testsuites>\n`;
}
