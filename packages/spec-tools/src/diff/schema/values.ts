import { type Json, member, type Place } from "@hostscan/contract/generate";
import { type Shift, verdictOn } from "../shift.ts";
import type { Comparison } from "./compare.ts";
import type { Shape } from "./shape.ts";

/** Compares the values that are listed, by `enum` or `const`. */
export function compareValues(comparison: Comparison): void {
  const [base, revision] = [listed(comparison.base), listed(comparison.revision)];
  if (base && revision) compareLists(base, revision, comparison);
  else if (base) report("values are no longer listed", "wider", comparison);
  else if (revision) report(`only ${texts(revision)} from now on`, "narrower", comparison);
}

function compareLists(base: readonly Json[], revision: readonly Json[], comparison: Comparison): void {
  const lost = base.filter((value) => !revision.includes(value));
  const gained = revision.filter((value) => !base.includes(value));
  if (lost.length > 0) report(`values without ${texts(lost)}`, "narrower", comparison);
  if (gained.length > 0) report(`values with ${texts(gained)}`, "wider", comparison);
}

function report(what: string, shift: Shift, { site, direction, scope }: Comparison): void {
  scope.changes.add(site, what, verdictOn(shift, direction));
}

const texts = (values: readonly Json[]): string => values.map((value) => JSON.stringify(value)).join(", ");

/** The listed values but null, which is compared by itself. */
function listed({ core }: Shape): Json[] | undefined {
  const only = member(core, "const");
  const places: Place[] | undefined = only ? [only] : member(core, "enum")?.items();
  return places?.map(({ value }) => value).filter((value) => value !== null);
}
