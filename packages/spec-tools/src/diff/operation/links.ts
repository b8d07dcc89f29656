import { type JsonObject, memberObject, members, type Place, resolve } from "@hostscan/contract/generate";
import { breaking, compatible } from "../change.ts";
import { checkMembers, type Scope, same } from "../scope.ts";
import type { Site } from "../site.ts";

/** What a link says for programs that follow it: where it leads, and with which values. */
const leads = ["operationId", "operationRef", "parameters", "requestBody", "server"];

/** Compares the links of an answer, by name. */
export function compareLinks(
  base: Place<JsonObject>,
  revision: Place<JsonObject>,
  site: Site,
  scope: Scope,
): void {
  const before = read(base, scope.base);
  const now = read(revision, scope.revision);
  for (const [name, link] of before) {
    const spot = site.inside(` link ${name}`);
    const other = now.get(name);
    if (!other) scope.changes.add(spot, "removed", breaking("programs that follow it no longer find it"));
    else if (!same(way(link), way(other))) {
      scope.changes.add(spot, "leads elsewhere", breaking("programs that follow it make another call"));
    } else scope.compareWording(link, other, ["description"], spot);
  }
  for (const name of now.keys()) {
    if (!before.has(name)) {
      scope.changes.add(site.inside(` link ${name}`), "new", compatible("programs may follow it"));
    }
  }
}

function read(answer: Place<JsonObject>, root: JsonObject): Map<string, Place<JsonObject>> {
  return new Map(
    members(memberObject(answer, "links")).map(([name, place]) => {
      const link = resolve(place, root);
      checkMembers(link, [...leads, "description"]);
      return [name, link];
    }),
  );
}

const way = ({ value }: Place<JsonObject>): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([name]) => leads.includes(name)));
