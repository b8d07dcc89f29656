import { inert } from "../../diff/index.ts";
import type { Review } from "../review.ts";
import { verdictOn } from "../verdict.ts";
import { changesSection } from "./changes-section.ts";
import { clientSection } from "./client-section.ts";
import { lintSection } from "./lint-section.ts";
import type { Section } from "./section.ts";
import { typesSection } from "./types-section.ts";

/** The comment by which a bot finds its report again, to write it anew. */
const marker = "<!-- hostscan spec review -->";

/** Characters that the report may have: GitHub admits 65,536 in a comment, and a bot may add some words. */
const limit = 65_000;
const roomForLint = 12_000;
const roomForChanges = 26_000;

/** A review as Markdown, fit for the comment on a pull request. It says the same whenever it is made. */
export function reportAsMarkdown(review: Review): string {
  const sections = [lintSection(review.lint, roomForLint), ...comparisonSections(review)];
  return compose(review, sections);
}

function comparisonSections(review: Review): Section[] {
  const { comparison } = review;
  if ("failure" in comparison) return [{ title: "Changes of the document", body: inert(comparison.failure) }];
  const changes = changesSection(comparison, roomForChanges);
  const client = clientSection(comparison.client);
  const others = compose(review, [lintSection(review.lint, roomForLint), changes, client]);
  return [changes, typesSection(comparison.types, limit - others.length), client];
}

/** What there is to look at under headings of its own, and then, in a line each, what is as it should be. */
function compose(review: Review, sections: readonly Section[]): string {
  const isLine = ({ body }: Section) => !body.includes("\n");
  const long = sections
    .filter((section) => !isLine(section))
    .map(({ title, body }) => `### ${title}\n\n${body}`);
  const lines = sections.filter(isLine).map(({ title, body }) => `- **${title}:** ${body}`);
  const parts = [marker, `## ${verdictOn(review).line}`, ...long, lines.join("\n")];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
