import { type Json, member } from "@hostscan/contract/generate";
import { same } from "../scope.ts";
import { type Shift, verdictOn } from "../shift.ts";
import type { Comparison } from "./compare.ts";
import type { Shape } from "./shape.ts";

/** Rules that hold or do not, and of which nobody can tell whether one of them contains another. */
const rules = ["format", "pattern", "uniqueItems", "dependentRequired"] as const;

/** Compares the format, the pattern, and whether items are unique. */
export function compareRules({ base, revision, site, direction, scope }: Comparison): void {
  for (const keyword of rules) {
    const [a, b] = [read(base, keyword), read(revision, keyword)];
    if (same(a, b)) continue;
    const what = `${keyword} ${text(a)} → ${text(b)}`;
    scope.changes.add(site, what, verdictOn(shiftOf(a, b), direction));
  }
}

/** `uniqueItems: false` says nothing, and neither does a format beside values that are listed. */
function read({ core }: Shape, keyword: (typeof rules)[number]): Json | undefined {
  if (keyword === "format" && (member(core, "enum") ?? member(core, "const"))) return undefined;
  return member(core, keyword)?.value || undefined;
}

const text = (rule: Json | undefined): string =>
  typeof rule === "object" ? JSON.stringify(rule) : `${rule ?? "none"}`;

function shiftOf(base: Json | undefined, revision: Json | undefined): Shift {
  if (base === undefined) return "narrower";
  if (revision === undefined) return "wider";
  if (base === "int32" && revision === "int64") return "wider";
  if (base === "int64" && revision === "int32") return "narrower";
  return "other";
}
