import { member, type Place, type SchemaType } from "@hostscan/contract/generate";
import type { Direction } from "../change.ts";
import { type Scope, same } from "../scope.ts";
import { shiftOfSets, verdictOn } from "../shift.ts";
import type { Site } from "../site.ts";
import { compareAnnotations } from "./annotations.ts";
import { compareLimits } from "./limits.ts";
import { compareMembers } from "./members.ts";
import { compareRules } from "./rules.ts";
import { type Shape, shapeOf } from "./shape.ts";
import { compareValues } from "./values.ts";

/** What the comparison of a part of a schema gets: the two shapes, and where they are. */
export interface Comparison {
  readonly base: Shape;
  readonly revision: Shape;
  readonly site: Site;
  readonly direction: Direction;
  readonly scope: Scope;
  /** Compares schemas inside. */
  readonly inner: (base: Place, revision: Place, site: Site) => void;
}

/** Compares what two schemas admit, from the view of whoever writes the values. */
export function compareSchemas(
  base: Place,
  revision: Place,
  site: Site,
  direction: Direction,
  scope: Scope,
): void {
  if (!scope.first(site.operation, direction, base.pointer, revision.pointer)) return;
  const shapes = { base: shapeOf(base, scope.base), revision: shapeOf(revision, scope.revision) };
  compareNull(shapes.base, shapes.revision, site, direction, scope);
  const own = shapes.revision.component;
  const comparison: Comparison = {
    ...shapes,
    site: own === undefined ? site : site.schema(own),
    direction,
    scope,
    inner: (a, b, inside) => compareSchemas(a, b, inside, direction, scope),
  };
  compareAnnotations(comparison, site);
  if (compareOptions(comparison)) return;
  if (!compareTypes(comparison)) return;
  compareValues(comparison);
  compareLimits(comparison);
  compareRules(comparison);
  compareMembers(comparison);
  const [a, b] = [member(shapes.base.core, "items"), member(shapes.revision.core, "items")];
  if (a || b) {
    comparison.inner(
      a ?? anything(shapes.base),
      b ?? anything(shapes.revision),
      comparison.site.inside("[]"),
    );
  }
}

/** The schema of items that a schema says nothing of. */
const anything = ({ core }: Shape): Place => core.at("items", {});

/** Compares what a choice is between, in turn; tells whether there is one on either side. */
function compareOptions({ base, revision, site, direction, scope, inner }: Comparison): boolean {
  if (base.options.length === 0 && revision.options.length === 0) return false;
  const [before, now] = [optionsOf(base), optionsOf(revision)];
  const rest = [...now];
  const left = before.filter((option) => {
    const at = rest.findIndex((other) => same(option.value, other.value));
    const [other] = at < 0 ? [] : rest.splice(at, 1);
    if (other) inner(option, other, site);
    return at < 0;
  });
  // What is not the same on both sides is compared in the order of the document.
  const paired = left.filter((option, index) => {
    const other = rest[index];
    if (other) inner(option, other, site.inside(`|${index + 1}`));
    return other !== undefined;
  });
  const [lost, gained] = [left.length - paired.length, rest.length - paired.length];
  if (lost > 0) scope.changes.add(site, `choice without ${counted(lost)}`, verdictOn("narrower", direction));
  if (gained > 0) scope.changes.add(site, `choice with ${counted(gained)}`, verdictOn("wider", direction));
  return true;
}

const optionsOf = ({ core, options }: Shape): readonly Place[] => (options.length > 0 ? options : [core]);

const counted = (count: number): string => (count === 1 ? "one schema" : `${count} schemas`);

function compareNull(base: Shape, revision: Shape, site: Site, direction: Direction, scope: Scope): void {
  if (base.nullable === revision.nullable) return;
  const [what, shift] = revision.nullable
    ? (["may be null", "wider"] as const)
    : (["may no longer be null", "narrower"] as const);
  scope.changes.add(site, what, verdictOn(shift, direction));
}

const everything = ["boolean", "number", "string", "array", "object"] as const;

/** Compares the types; tells whether they have one in common, so that there is more to compare. */
function compareTypes({ base, revision, site, direction, scope }: Comparison): boolean {
  const [a, b] = [covered(base), covered(revision)];
  const shift = shiftOfSets(a, b);
  if (shift) {
    const what = `type ${base.types?.join(" or ") ?? "any"} → ${revision.types?.join(" or ") ?? "any"}`;
    scope.changes.add(site, what, verdictOn(shift, direction));
  }
  return [...a].some((type) => b.has(type)) || !shift;
}

/** The types a shape admits; a number may be an integer. */
function covered({ types = everything }: Shape): ReadonlySet<SchemaType> {
  return new Set(types.flatMap((type) => (type === "number" ? [type, "integer" as const] : [type])));
}
