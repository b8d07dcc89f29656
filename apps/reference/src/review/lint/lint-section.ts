import { html } from "hono/html";
import type { Html } from "../../site/page.ts";
import { inline } from "../markdown/render.ts";
import { badge, counted, type Tone } from "../markup/badge.ts";
import { code } from "../markup/code.ts";
import type { Section } from "../markup/section.ts";
import { cardTable } from "../markup/table.ts";
import type { LintResult, RuleResult } from "./lint-result.ts";

/** Whether the document keeps to the rules, rule by rule. */
export function lintSection({ linter, own, brought, problems }: LintResult): Section {
  const [holding, off] = [brought.filter(holds), brought.filter((rule) => !holds(rule))];
  return {
    id: "lint",
    title: "Lint",
    body: html`<p>${lintVerdict({ problems })} ${linter} holds the document to
${counted(own.filter(holds).length, "rule")} of this project and ${holding.length} of its own.</p>
${
  problems.length > 0 &&
  cardTable({
    caption: "Problems",
    columns: ["Rule", "Severity", "Problem", "Where"],
    rows: problems.map(({ rule, severity, message, place }) => [
      code(rule),
      badge(tones[severity], severity),
      message,
      code(place),
    ]),
  })
}
${cardTable({
  caption: "Rules of this project",
  columns: ["Rule", "What it asks for", "Severity", "Problems"],
  rows: own.map((rule) => [code(rule.name), inline(rule.purpose), rule.severity, problemCount(rule)]),
})}
<details>
<summary>${counted(holding.length, "rule")} that the linter brings</summary>
${cardTable({
  caption: "Rules that the linter brings",
  columns: ["Rule", "Severity", "Problems"],
  rows: holding.map((rule) => [broughtName(rule), rule.severity, problemCount(rule)]),
})}
</details>
<details>
<summary>${counted(off.length, "rule")} that the linter has, and that do not hold here</summary>
<ul class="names">${off.map((rule) => html`<li>${broughtName(rule)}</li>`)}</ul>
</details>`,
  };
}

/** In a word or two, whether the document keeps to the rules. */
export function lintVerdict({ problems }: Pick<LintResult, "problems">): Html {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  if (problems.length === 0) return badge("good", "No problem");
  const words = [errors > 0 && counted(errors, "error"), warnings > 0 && counted(warnings, "warning")];
  return badge(errors > 0 ? "bad" : "warning", words.filter(Boolean).join(", "));
}

const tones: Readonly<Record<RuleResult["severity"], Tone>> = { error: "bad", warn: "warning", off: "quiet" };

const holds = ({ severity }: RuleResult): boolean => severity !== "off";

const broughtName = ({ name }: RuleResult): Html =>
  html`<a href="https://redocly.com/docs/cli/rules/oas/${name}">${code(name)}</a>`;

const problemCount = ({ problems }: RuleResult): Html =>
  problems === 0 ? html`0` : badge("bad", String(problems));
