import {
  changesAsMarkdown,
  code,
  conclusion,
  countOf,
  counts,
  type DiffReport,
  fenceFor,
  fitting,
  inert,
  markdownTable,
  visible,
} from "../../diff/index.ts";
import type { Weight } from "../client/weigh-client.ts";
import type { LintResult } from "../lint/lint.ts";
import type { Ruleset } from "../lint/ruleset.ts";
import type { Comparison, Review } from "../review.ts";
import type { TypesDiff } from "../types/types-diff.ts";
import { verdictOn } from "../verdict.ts";

/** A part of the report. */
interface Section {
  readonly title: string;
  /** Markdown. Where it is one line only, there is nothing to look at. */
  readonly body: string;
}

/** Markdown that is folded away under a line of its own. */
function folded(summary: string, body: string, { open = false } = {}): string {
  return `<details${open ? " open" : ""}><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A number as people write it: `65,536`. */
const grouped = (number: number): string => number.toLocaleString("en");

/** More lines than these are folded away. */
const MOST_LINES = 40;

/** Characters around the lines: fences, the summary, the note. */
const around = 300;

/** How the generated types changed, as a diff; one line where they did not. */
export function typesSection({ lines, added, removed }: TypesDiff, room: number): Section {
  const title = "Generated types";
  if (lines.length === 0) return { title, body: "as they were." };
  const shown = lines.map((line) => visible(line));
  const fence = fenceFor(shown.join("\n"), 3);
  const { kept, left } = fitting(shown, room - around - 2 * fence.length);
  const note = left > 0 ? `\n\n${grouped(left)} more lines of the diff are left out here.` : "";
  const body = `${[`${fence}diff`, ...kept, fence].join("\n")}${note}`;
  const summary = `${grouped(added)} lines added, ${grouped(removed)} removed`;
  return { title, body: kept.length > MOST_LINES ? folded(summary, body) : body };
}

/** More changes than these are folded away, but not where one breaks callers. */
const MOST_CHANGES = 12;

/** What changed in the document; one line where nothing did. */
export function changesSection({ diff, released }: Comparison, room: number): Section {
  const title = "Changes of the document";
  const told = diff.changes.filter(({ impact }) => impact !== "wording").length;
  const table = changesAsMarkdown(diff.changes, room).map((text) =>
    told > MOST_CHANGES
      ? folded(`${grouped(told)} changes`, text, { open: countOf(diff.changes, "breaking") > 0 })
      : text,
  );
  return { title, body: [...table, summary(diff, released)].join("\n\n") };
}

function summary(diff: DiffReport, released: DiffReport): string {
  const [since, sinceReleased] = [diff, released].map(({ base }) => inert(base.from));
  if (diff === released) return diff.changes.length > 0 ? conclusion(diff) : `none since ${since}.`;
  if (diff.changes.length + released.changes.length === 0)
    return `none since ${since}, nor since ${sinceReleased}.`;
  const found = diff.changes.length > 0 ? counts(diff.changes) : "none.";
  if (found === counts(released.changes))
    return `Since ${since} as since ${sinceReleased}: ${conclusion(released)}`;
  return `Since ${since}: ${found} Since ${sinceReleased}: ${conclusion(released)}`;
}

/** What the client weighs after gzip, before and now; one line where it weighs the same. */
export function clientSection({ before, now }: Comparison["client"]): Section {
  const title = "Size of the client";
  if (typeof now === "string") return { title, body: `${now}.` };
  if (typeof before === "string") return { title, body: `${sizes(now)}; ${before}.` };
  const rows = now.map((weight) => {
    const was = before.find(({ name }) => name === weight.name)?.bytes;
    return [weight.name, size(was), size(weight.bytes), change(was, weight.bytes), allowed(weight)];
  });
  const same = now.every(({ bytes }, i) => bytes !== undefined && bytes === before[i]?.bytes);
  if (same) return { title, body: `${sizes(now)}, as before.` };
  const table = markdownTable(["Bytes after gzip", "Before", "Now", "Change", "At most"], rows);
  return { title, body: table };
}

const size = (bytes: number | undefined): string => (bytes === undefined ? "–" : grouped(bytes));

const allowed = ({ bytes = 0, limit }: Weight): string =>
  limit !== undefined && bytes > limit ? `${size(limit)} ⚠️` : size(limit);

const sizes = (weights: readonly Weight[]): string =>
  `${weights.map(({ name, bytes }) => `${name} ${size(bytes)}`).join(", ")} bytes after gzip`;

function change(before: number | undefined, now: number | undefined): string {
  if (before === undefined || now === undefined) return "–";
  const difference = now - before;
  return difference === 0 ? "none" : `${difference > 0 ? "+" : "−"}${grouped(Math.abs(difference))}`;
}

/** A message of a rule, whose quotes from the document stand between backticks, in Markdown. */
export function messageAsMarkdown(message: string): string {
  const parts = message.split("`");
  const isPlain = (part: string) => inert(part) === part;
  const quotes = parts.filter((_part, i) => i % 2 === 1);
  const words = parts.filter((_part, i) => i % 2 === 0);
  if (words.length <= quotes.length || !words.every(isPlain) || quotes.includes("")) return code(message);
  return parts.map((part, i) => (i % 2 === 1 ? code(part) : part)).join("");
}

/** More problems than these are folded away. */
const few = 15;

/** What lint found; one line where it found nothing. */
function lintSection({ problems, ruleset }: LintResult, room: number): Section {
  const title = "Lint";
  if (problems.length === 0) return { title, body: `no problem, by ${rules(ruleset)}.` };
  const rows = problems.map(({ severity, place, rule, message }) => [
    code(severity),
    code(place),
    code(rule),
    messageAsMarkdown(message),
  ]);
  const table = markdownTable(["Severity", "Place", "Rule", "Message"], rows, room);
  return { title, body: problems.length > few ? folded(`${problems.length} problems`, table) : table };
}

function rules({ from, more, own }: Ruleset): string {
  const named = from.map(code).join(", ");
  return `${named}${named && " and "}${more} rules beside, ${own} of them the project's own`;
}

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
