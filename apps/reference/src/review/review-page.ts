import { openapiDocument, openapiYaml } from "@hostscan/contract/document";
import { html } from "hono/html";
import { assetOf } from "../site/asset.ts";
import type { Html, Page } from "../site/page.ts";
import { changesSection, changesVerdict } from "./changes/changes-section.ts";
import { coverageSection, coverageVerdict } from "./conformance/coverage-section.ts";
import { examplesSection, examplesVerdict } from "./examples/examples-section.ts";
import { lintSection, lintVerdict } from "./lint/lint-section.ts";
import { contents, type Section, sectionMarkup } from "./markup/section.ts";
import { readReview, recordFile } from "./read-review.ts";
import type { Review } from "./review.ts";
import { traceabilitySection } from "./traceability/traceability-section.ts";

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

/** The review as markup. */
export function reviewMarkup(review: Review): Html {
  const { operations } = review;
  const sections = [
    summarySection(review),
    traceabilitySection(review.traceability, operations),
    lintSection(review.lint),
    changesSection(review.diff, review.changelog, operations),
    coverageSection(review.coverage, operations),
    examplesSection(operations),
  ];
  return html`<div class="review">
<div class="lead"><h1>${review.title}: review</h1>
<p>What a reviewer of the document asks: where it comes from, whether it keeps to the rules, what has changed, and what a
server was seen to answer.</p></div>
${contents(sections)}
<div class="sections">
${sections.map(sectionMarkup)}</div>
</div>`;
}

/**
 * What a reviewer of the document asks first. It can be read without a script.
 *
 * @param record file of a run of the conformance kit, if there was one
 * @throws {ReviewProblem} where what it is made from does not hold together
 */
export async function reviewPage(record: URL = recordFile): Promise<Page> {
  const [review, yaml, ...styles] = await Promise.all([
    readReview(record),
    openapiYaml(),
    assetOf(new URL("review.css", import.meta.url)),
    assetOf(new URL("markup/tables.css", import.meta.url)),
  ]);
  return {
    folder: "review/",
    title: "Review",
    main: reviewMarkup(review),
    styles,
    files: new Map([
      ["openapi.json", JSON.stringify(openapiDocument, null, 2)],
      ["openapi.yaml", yaml],
    ]),
  };
}
