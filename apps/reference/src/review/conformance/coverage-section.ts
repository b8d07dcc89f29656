import type { PromiseVerdict, RunRecord } from "@hostscan/contract-tests";
import { html } from "hono/html";
import type { Html } from "../../site/page.ts";
import { badge, counted } from "../markup/badge.ts";
import { code } from "../markup/code.ts";
import type { Section } from "../markup/section.ts";
import { cardTable } from "../markup/table.ts";
import type { ReviewedOperation } from "../operation.ts";
import type { Linked } from "../operation-link.ts";
import type { Coverage } from "./coverage.ts";
import { coverageTable } from "./coverage-table.ts";

/** How a verdict looks, and what it says. */
const marks: Readonly<Record<PromiseVerdict["verdict"], Html>> = {
  kept: badge("good", "Kept"),
  broken: badge("bad", "Broken"),
  "not checked": badge("warning", "Not checked"),
  unseen: badge("quiet", "Cannot be seen"),
};

/** What the run has come to of each promise of the document; nothing where a record of before has none. */
function promiseTable({ promises = [] }: RunRecord): Html {
  if (promises.length === 0) return html``;
  const count = (verdict: PromiseVerdict["verdict"]) =>
    promises.filter((promise) => promise.verdict === verdict).length;
  return html`<p>Of ${promises.length} promises of the document ${count("kept")} are kept, ${count("broken")} broken,
${count("not checked")} not checked, and ${count("unseen")} such that no caller can see them.</p>
${cardTable({
  caption: "What the document promises, and what came of it",
  columns: ["Promise", "Verdict", "What the document says"],
  rows: promises.map(({ id, verdict, said, why }) => [
    code(id),
    why === undefined ? marks[verdict] : html`${marks[verdict]} ${why}`,
    [...new Set(said.map(({ says }) => says))].join(" · "),
  ]),
})}`;
}

type Declared = Linked & Pick<ReviewedOperation, "statuses">;

/** What measures the coverage, for whoever finds that it has not been. */
const COMMAND = "pnpm review:coverage";

/** Which answers the conformance kit has seen a server give. */
export function coverageSection(coverage: Coverage, operations: readonly Declared[]): Section {
  return {
    id: "coverage",
    title: "Coverage",
    body: html`<p>${coverageVerdict(coverage)} ${coverageNote(coverage)}</p>
${coverage.record && findings(coverage.record)}
${coverageTable(coverage, operations)}
${coverage.record && reasons(coverage.record)}
${coverage.record && promiseTable(coverage.record)}`,
  };
}

/** In a few words, how many declared answers were seen. */
export function coverageVerdict({ state, record }: Coverage): Html {
  if (record === undefined) return badge("quiet", "Not measured");
  const [seen, declared] = [record.observed.length, record.observed.length + record.unobserved.length];
  if (state === "stale") return badge("warning", `Stale: ${seen} of ${declared}`);
  const findingCount = findingsOf(record).length;
  if (findingCount > 0) return badge("bad", counted(findingCount, "finding"));
  return badge(seen === declared ? "good" : "warning", `${seen} of ${declared}`);
}

function coverageNote({ state, record, document }: Coverage): Html {
  if (record === undefined) {
    return html`Not measured in this build: run <code>${COMMAND}</code>. The table shows which answers the document
declares.`;
  }
  const { checks, observed, unobserved } = record;
  const run = checks.filter(({ missing }) => missing.length === 0).length;
  const what = html`The conformance kit called ${places[record.reached]}, and was done at ${time(record.at)}:
${run} of ${counted(checks.length, "check")} run, ${counted(findingsOf(record).length, "finding")}, ${observed.length}
of ${observed.length + unobserved.length} declared answers observed.`;
  if (state === "current") return what;
  return html`Not of this document: the run was of ${named(record.document)}, and this is ${named(document)}. Run
<code>${COMMAND}</code>. ${what}`;
}

const places: Readonly<Record<RunRecord["reached"], string>> = {
  function: "a server in its own process",
  loopback: "a server on the same machine",
  network: "a server on another machine",
};

const findingsOf = ({ checks }: RunRecord) => checks.flatMap((check) => check.findings);

const named = ({ version, sha256 }: RunRecord["document"]): Html =>
  html`${version} (<code>${sha256.slice(0, 12)}</code>)`;

const time = (at: string): Html =>
  html`<time datetime="${at}">${at.replace(/T(\d\d:\d\d).*$/, " $1 UTC")}</time>`;

function findings(record: RunRecord): Html {
  const found = findingsOf(record);
  if (found.length === 0) return html``;
  return cardTable({
    caption: "What the server got wrong",
    columns: ["Operation", "Status", "Where", "What"],
    rows: found.map(({ operationId, status, where, message }) => [
      code(operationId),
      status || "no answer",
      where,
      message,
    ]),
  });
}

function reasons({ unobserved }: RunRecord): Html {
  if (unobserved.length === 0) return html``;
  return cardTable({
    caption: "What was not observed, and why",
    columns: ["Operation", "Status", "Why"],
    rows: unobserved.map(({ operationId, status, reason }) => [code(operationId), status, reason]),
  });
}
