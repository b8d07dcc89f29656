import {
  type JsonObject,
  member,
  memberObject,
  members,
  type Place,
  requiredMember,
  resolve,
} from "@hostscan/contract/generate";
import { breaking, compatible } from "../change.ts";
import { compareExamples } from "../examples.ts";
import { compareSchemas } from "../schema/compare.ts";
import { checkMembers, type Scope } from "../scope.ts";
import type { Site } from "../site.ts";
import { compareDeprecation } from "./deprecation.ts";

/** Compares the headers of an answer; letter case does not matter. */
export function compareHeaders(
  base: Place<JsonObject>,
  revision: Place<JsonObject>,
  site: Site,
  scope: Scope,
): void {
  const before = read(base, scope.base);
  const now = read(revision, scope.revision);
  for (const [key, { name, place }] of before) {
    const spot = site.inside(` header ${name}`);
    const other = now.get(key);
    if (other) compareHeader(place, other.place, spot, scope);
    else scope.changes.add(spot, "removed", breaking("callers no longer get what they read"));
  }
  for (const [key, { name }] of now) {
    if (before.has(key)) continue;
    scope.changes.add(
      site.inside(` header ${name}`),
      "new",
      compatible("callers pass over headers that they do not know"),
    );
  }
}

interface Header {
  readonly name: string;
  readonly place: Place<JsonObject>;
}

function read(answer: Place<JsonObject>, root: JsonObject): Map<string, Header> {
  const named = members(memberObject(answer, "headers"));
  return new Map(named.map(([name, place]) => [name.toLowerCase(), { name, place: resolve(place, root) }]));
}

function compareHeader(base: Place<JsonObject>, revision: Place<JsonObject>, site: Site, scope: Scope): void {
  checkMembers(revision, ["description", "required", "deprecated", "schema", "example", "examples"]);
  const [always, must] = [base, revision].map((place) => member(place, "required")?.boolean() ?? false);
  if (always && !must) {
    scope.changes.add(site, "required → optional", breaking("callers may miss what they always got"));
  } else if (!always && must) {
    scope.changes.add(site, "optional → required", compatible("callers get it always"));
  }
  compareDeprecation(base, revision, site, scope);
  scope.compareWording(base, revision, ["description", "example"], site);
  compareExamples(base, revision, site, scope);
  compareSchemas(requiredMember(base, "schema"), requiredMember(revision, "schema"), site, "answer", scope);
}
