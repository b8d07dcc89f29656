import {
  type JsonObject,
  memberObject,
  members,
  type Place,
  requiredMember,
} from "@hostscan/contract/generate";
import { breaking, compatible, type Direction, type Verdict } from "../change.ts";
import { compareExamples } from "../examples.ts";
import { compareSchemas } from "../schema/compare.ts";
import { checkMembers, type Scope } from "../scope.ts";
import type { Site } from "../site.ts";

const removed: Record<Direction, Verdict> = {
  request: breaking("what callers send in it is refused"),
  answer: breaking("callers cannot get it any more"),
};

const added: Record<Direction, Verdict> = {
  request: compatible("callers may send it"),
  answer: compatible("callers get it only by asking for it"),
};

const nothing = {
  request: breaking("callers that send none are refused"),
  answer: compatible("callers that expect none pass over it"),
};

/** Compares what a body may be, by media type. */
export function compareContent(
  base: Place<JsonObject>,
  revision: Place<JsonObject>,
  site: Site,
  direction: Direction,
  scope: Scope,
): void {
  const [before, now] = [base, revision].map((place) => new Map(members(memberObject(place, "content"))));
  if (!before || !now) return;
  for (const [type, place] of before) {
    const other = now.get(type);
    if (other) compareMediaType(place.object(), other.object(), site, direction, scope);
    else scope.changes.add(site, `${type} removed`, removed[direction]);
  }
  for (const type of now.keys()) {
    if (before.has(type)) continue;
    scope.changes.add(site, `${type} new`, (before.size > 0 ? added : nothing)[direction]);
  }
}

function compareMediaType(
  base: Place<JsonObject>,
  revision: Place<JsonObject>,
  site: Site,
  direction: Direction,
  scope: Scope,
): void {
  checkMembers(revision, ["schema", "example", "examples"]);
  scope.compareWording(base, revision, ["example"], site);
  compareExamples(base, revision, site, scope);
  compareSchemas(
    requiredMember(base, "schema"),
    requiredMember(revision, "schema"),
    site.at(site.spot, direction),
    direction,
    scope,
  );
}
