import { type MarkdownTable, tablesIn } from "../markdown/tables.ts";
import { ReviewProblem } from "../problem.ts";

/** What breaking a rule is; `off` where it does not hold. */
export type Severity = "error" | "warn" | "off";

/** A rule, as the linter was told it. */
export interface EffectiveRule {
  /** The house's own begin with `hostscan/`. */
  readonly name: string;
  readonly severity: Severity;
}

/** A place that breaks a rule. */
export interface LintProblem {
  readonly rule: string;
  readonly severity: Exclude<Severity, "off">;
  readonly message: string;
  /** File and JSON Pointer. */
  readonly place: string;
}

/** What a run of the linter came to. */
export interface LintRun {
  readonly linter: string;
  readonly rules: readonly EffectiveRule[];
  readonly problems: readonly LintProblem[];
}

/** A rule with what came of it. */
export interface RuleResult extends EffectiveRule {
  /** What it asks for, in Markdown of one line; empty where it is Redocly's, which documents it. */
  readonly purpose: string;
  readonly problems: number;
}

/** A run of the linter, rule by rule. */
export interface LintResult extends Omit<LintRun, "rules"> {
  /** Those of the house. */
  readonly own: readonly RuleResult[];
  /** Those that the linter brings, in the order of their names. */
  readonly brought: readonly RuleResult[];
}

const OWN = "hostscan/";

/**
 * Sets a run beside what the document's README tells of the house's own rules.
 *
 * @throws {ReviewProblem} where a rule is not told of, or one is that does not hold
 */
export function lintResultOf(run: LintRun, readme: string): LintResult {
  const { linter, rules, problems } = run;
  const purposes = purposesIn(tablesIn(readme));
  const result = (rule: EffectiveRule): RuleResult => ({
    ...rule,
    purpose: purposes.get(rule.name) ?? "",
    problems: problems.filter((problem) => problem.rule === rule.name).length,
  });
  const own = rules.filter(({ name }) => name.startsWith(OWN));
  const untold = own.filter(({ name }) => !purposes.has(name)).map(({ name }) => `${name} is not told of`);
  const names = new Set(own.map(({ name }) => name));
  const idle = [...purposes.keys()].filter((name) => !names.has(name)).map((name) => `${name} does not hold`);
  if (untold.length + idle.length > 0) throw new ReviewProblem("The table of rules", [...untold, ...idle]);
  const brought = rules.filter(({ name }) => !name.startsWith(OWN));
  return {
    linter,
    problems,
    own: own.map(result),
    brought: brought.map(result).sort((a, b) => a.name.localeCompare(b.name)),
  };
}

function purposesIn(tables: readonly MarkdownTable[]): Map<string, string> {
  const table = tables.find(({ columns }) => columns[0] === "Rule");
  return new Map(table?.rows.map(([name = "", purpose = ""]) => [OWN + name.replaceAll("`", ""), purpose]));
}
