import { html } from "hono/html";
import type { Html } from "../site/page.ts";
import { changesSection } from "./changes/changes-section.ts";
import { coverageSection } from "./conformance/coverage-section.ts";
import { examplesSection } from "./examples/examples-section.ts";
import { lintSection } from "./lint/lint-section.ts";
import { contents, sectionMarkup } from "./markup/section.ts";
import type { Review } from "./review.ts";
import { summarySection } from "./summary/summary-section.ts";
import { traceabilitySection } from "./traceability/traceability-section.ts";

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
