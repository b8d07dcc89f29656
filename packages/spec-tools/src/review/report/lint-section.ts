import { code, markdownTable } from "../../diff/index.ts";
import type { LintResult } from "../lint/lint.ts";
import type { Ruleset } from "../lint/ruleset.ts";
import { messageAsMarkdown } from "./message.ts";
import { folded, type Section } from "./section.ts";

/** More problems than these are folded away. */
const few = 15;

/** What lint found; one line where it found nothing. */
export function lintSection({ problems, ruleset }: LintResult, room: number): Section {
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
