import { html } from "hono/html";
import type { Html } from "../../site/page.ts";
import { changesVerdict } from "../changes/changes-section.ts";
import { coverageVerdict } from "../conformance/coverage-section.ts";
import { examplesVerdict } from "../examples/examples-section.ts";
import { lintVerdict } from "../lint/lint-section.ts";
import type { Section } from "../markup/section.ts";
import type { Review } from "../review.ts";

/** The whole review in a few figures. */
export function summarySection({ version, operations, schemas, lint, diff, coverage }: Review): Section {
  const answers = operations.flatMap(({ statuses }) => statuses);
  const facts: readonly (readonly [name: string, value: Html | string | number])[] = [
    ["Version", version],
    ["Operations", operations.length],
    ["Schemas", schemas.length],
    ["Statuses", html`${new Set(answers).size}, in ${answers.length} declared answers`],
    ["Lint", leadingTo("lint", lintVerdict(lint))],
    [`Since ${diff.base.from}`, leadingTo("changes", changesVerdict(diff))],
    ["Coverage", leadingTo("coverage", coverageVerdict(coverage))],
    ["Examples", leadingTo("examples", examplesVerdict(operations))],
  ];
  return {
    id: "summary",
    title: "Summary",
    body: html`<dl class="facts">${facts.map(
      ([name, value]) => html`
<div><dt>${name}</dt><dd>${value}</dd></div>`,
    )}
</dl>
<p>The document: <a href="../">as API reference</a>, <a href="../openapi.json">as JSON</a>,
<a href="../openapi.yaml">as YAML</a>.</p>`,
  };
}

const leadingTo = (id: string, verdict: Html): Html => html`<a href="#${id}">${verdict}</a>`;
