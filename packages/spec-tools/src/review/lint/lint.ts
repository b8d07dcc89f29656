import { join } from "node:path";
import { type Json, memberObject, Place, redocly, requiredMember } from "@hostscan/contract/generate";
import { SpecDiffError } from "../../diff/index.ts";
import { type Ruleset, readRuleset } from "./ruleset.ts";

/** What a rule found. */
export interface Problem {
  /** File, from the root of the project, and line: `openapi/schemas/HostId.yaml:3`. */
  readonly place: string;
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
}

/** What Redocly finds in the document by the rules of its folder. */
export interface LintResult {
  /** By file and line, each once. */
  readonly problems: readonly Problem[];
  readonly ruleset: Ruleset;
}

/** As many as anyone will read; Redocly stops at 100 by default. */
const mostProblems = "10000";

/** Lints the document of a project; throws a {@link SpecDiffError} where Redocly cannot do so. */
export async function lintDocument(root: string): Promise<LintResult> {
  const [document, config] = [join("openapi", "openapi.yaml"), join("openapi", "redocly.yaml")];
  const how = ["--config", config, "--format", "json", "--max-problems", mostProblems];
  const { output, errors } = await redocly(root, "lint", document, ...how);
  if (!output.startsWith("{")) throw new SpecDiffError(`Redocly cannot lint the document: ${errors.trim()}`);
  const result: Json = JSON.parse(output);
  const found = requiredMember(new Place(result).object(), "problems").items();
  const problems = new Map(
    found.map((place) => {
      const problem = problemAt(place, root);
      return [JSON.stringify(problem), problem];
    }),
  );
  return { problems: [...problems.values()].sort(byPlace), ruleset: await readRuleset(join(root, config)) };
}

function problemAt(place: Place, root: string): Problem {
  const problem = place.object();
  const [location] = requiredMember(problem, "location").items();
  const at = (location ?? problem.fail("has no location")).object();
  const file = requiredMember(memberObject(at, "source"), "ref").string();
  const line = requiredMember(memberObject(at, "start"), "line").number();
  return {
    place: `${file}:${line}`,
    rule: requiredMember(problem, "ruleId").string(),
    severity: requiredMember(problem, "severity").string(),
    message: requiredMember(problem, "message").string().replaceAll(`${root}/`, ""),
  };
}

const byPlace = (a: Problem, b: Problem): number => a.place.localeCompare(b.place, "en", { numeric: true });
