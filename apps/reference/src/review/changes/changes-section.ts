import { type Change, conclusion, countOf, type DiffReport, type Impact } from "@hostscan/spec-tools";
import { html } from "hono/html";
import type { Html } from "../../site/page.ts";
import { blocks } from "../markdown/render.ts";
import { badge, type Tone } from "../markup/badge.ts";
import { code } from "../markup/code.ts";
import type { Section } from "../markup/section.ts";
import { type Cell, cardTable } from "../markup/table.ts";
import { type Linked, operationLinks } from "../operation-link.ts";

/** What changed since the last release, and what each release changed. */
export function changesSection(
  report: DiffReport,
  changelog: string,
  operations: readonly Linked[],
): Section {
  const { base, changes } = report;
  return {
    id: "changes",
    title: "Changes since the last release",
    body: html`<p>${changesVerdict(report)} The document, version ${report.revision.version}, against ${base.from}.
${conclusion(report)}</p>
${
  changes.length > 0 &&
  cardTable({
    caption: `Changes since ${base.from}, the breaking ones first`,
    columns: ["Where", "What", "Impact", "Why", "Operations"],
    rows: changes.map((change) => row(change, operations)),
  })
}
<h3 id="changelog">Changelog</h3>
<div class="changelog">${blocks(withoutTitle(changelog), 3)}</div>`,
    parts: [{ id: "changelog", title: "Changelog" }],
  };
}

/** In a word or two, whether a caller breaks. */
export function changesVerdict({ changes, ok }: DiffReport): Html {
  const breaking = countOf(changes, "breaking");
  if (breaking > 0) return badge(ok ? "warning" : "bad", `${breaking} breaking`);
  return badge("good", changes.length === 0 ? "No change" : "None breaking");
}

const tones: Readonly<Record<Impact, Tone>> = { breaking: "bad", compatible: "good", wording: "quiet" };

function row({ place, what, impact, why, operations: ids }: Change, operations: readonly Linked[]): Cell[] {
  return [code(place), what, badge(tones[impact], impact), why, operationLinks(ids, operations)];
}

/** The heading of the page takes the place of the file's. */
const withoutTitle = (markdown: string): string => markdown.replace(/^# .*\n/, "");
