import { type JsonObject, memberObject, members, type Place, resolve } from "@hostscan/contract/generate";
import { wording } from "./change.ts";
import { type Scope, same } from "./scope.ts";
import type { Site } from "./site.ts";

/** Compares named examples, wherever they are written. */
export function compareExamples(
  base: Place<JsonObject>,
  revision: Place<JsonObject>,
  site: Site,
  scope: Scope,
): void {
  if (!same(read(base, scope.base), read(revision, scope.revision))) {
    scope.changes.add(site, "examples", wording);
  }
}

function read(place: Place<JsonObject>, root: JsonObject): JsonObject {
  const named = members(memberObject(place, "examples"));
  return Object.fromEntries(named.map(([name, example]) => [name, resolve(example, root).value]));
}
