import { member, memberObject, members, type Place } from "@hostscan/contract/generate";
import { breaking, compatible, type Direction, type Verdict } from "../change.ts";
import { verdictOn } from "../shift.ts";
import type { Comparison } from "./compare.ts";
import type { Shape } from "./shape.ts";

const removed: Record<Direction, Verdict> = {
  request: breaking("what callers say with it is no longer heard"),
  answer: breaking("callers no longer get what they read"),
};

const required: Record<Direction, Verdict> = {
  request: breaking("callers that leave it out are refused"),
  answer: compatible("callers get it always"),
};

const optional: Record<Direction, Verdict> = {
  request: compatible("callers may leave it out"),
  answer: breaking("callers may miss what they always got"),
};

/** Compares the members of an object: which it has, which it must have, and what others it may have. */
export function compareMembers(comparison: Comparison): void {
  const { base, revision, site, direction, scope } = comparison;
  const [a, b] = [named(base), named(revision)];
  const [mustA, mustB] = [requiredBy(base), requiredBy(revision)];
  for (const [name, place] of a) {
    const now = b.get(name);
    const spot = site.inside(`.${name}`);
    if (!now) {
      scope.changes.add(spot, "removed", removed[direction]);
      continue;
    }
    if (mustA.has(name) && !mustB.has(name)) {
      scope.changes.add(spot, "required → optional", optional[direction]);
    } else if (!mustA.has(name) && mustB.has(name)) {
      scope.changes.add(spot, "optional → required", required[direction]);
    }
    comparison.inner(place, now, spot);
  }
  for (const [name] of [...b].filter(([name]) => !a.has(name))) {
    scope.changes.add(site.inside(`.${name}`), ...added(comparison, mustB.has(name)));
  }
  compareOthers(comparison);
}

function added({ base, direction }: Comparison, must: boolean): [what: string, verdict: Verdict] {
  const what = must ? "new, required" : "new";
  if (direction === "request")
    return [what, must ? required.request : compatible("callers may leave it out")];
  return isClosed(base)
    ? [what, breaking("there was to be no other member, so that callers may refuse it")]
    : [what, compatible("callers pass over members that they do not know")];
}

/** Compares what members may stand beside the named ones. */
function compareOthers({ base, revision, site, direction, scope, inner }: Comparison): void {
  const spot = site.inside(".*");
  if (isClosed(base) !== isClosed(revision)) {
    const what = isClosed(revision) ? "no other members any more" : "other members";
    scope.changes.add(spot, what, verdictOn(isClosed(revision) ? "narrower" : "wider", direction));
    return;
  }
  const [a, b] = [others(base), others(revision)];
  if (a || b) inner(a ?? anything(base), b ?? anything(revision), spot);
}

/** The schema of members that are not named; undefined where the document does not restrict them by one. */
function others({ core }: Shape): Place | undefined {
  const said = member(core, "additionalProperties");
  return said && typeof said.value === "object" ? said : undefined;
}

const anything = ({ core }: Shape): Place => core.at("additionalProperties", {});

const isClosed = ({ core }: Shape): boolean => member(core, "additionalProperties")?.value === false;

const named = ({ core }: Shape): Map<string, Place> => new Map(members(memberObject(core, "properties")));

const requiredBy = ({ core }: Shape): Set<string> =>
  new Set(
    member(core, "required")
      ?.items()
      .map((name) => name.string()),
  );
