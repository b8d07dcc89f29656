import { type JsonObject, member, type Operation, type Place } from "@hostscan/contract/generate";
import { breaking, compatible } from "../change.ts";
import { type Scope, same } from "../scope.ts";
import type { Site } from "../site.ts";

/** One way to be let in: scopes by security scheme, all of them needed. */
type Requirement = ReadonlyMap<string, readonly string[]>;

/** Compares who may call an operation: by which security schemes, and with which role. */
export function compareAccess(base: Operation, revision: Operation, site: Site, scope: Scope): void {
  const spot = site.at("security");
  const [ways, now] = [requirements(base, scope.base), requirements(revision, scope.revision)];
  const shut = ways.filter((way) => !now.some((other) => isMet(other, way)));
  const opened = now.filter((way) => !ways.some((other) => isMet(other, way)));
  for (const way of shut) {
    scope.changes.add(spot, `${text(way)} no longer suffices`, breaking("callers are refused"));
  }
  for (const way of opened.filter(() => shut.length === 0)) {
    scope.changes.add(spot, `${text(way)} suffices`, compatible("callers have one more way in"));
  }
  compareRoles(base.place, revision.place, site.at("roles"), scope);
}

/** The ways in; an empty one, or none at all, lets everybody in. */
function requirements({ place }: Operation, root: JsonObject): Requirement[] {
  const own = member(place, "security")?.items();
  const listed =
    own ?? (Array.isArray(root["security"]) ? place.at("security", root["security"]).items() : []);
  if (listed.length === 0) return [new Map()];
  return listed.map((requirement) => {
    const schemes = Object.keys(requirement.object().value);
    return new Map(
      schemes.map((scheme) => [
        scheme,
        member(requirement.object(), scheme)
          ?.items()
          .map((name) => name.string()) ?? [],
      ]),
    );
  });
}

/** Whether whoever meets one requirement meets the other. */
function isMet(requirement: Requirement, by: Requirement): boolean {
  return [...requirement].every(([scheme, scopes]) => {
    const held = by.get(scheme);
    return held !== undefined && scopes.every((name) => held.includes(name));
  });
}

function text(requirement: Requirement): string {
  const schemes = [...requirement].map(([scheme, scopes]) => [scheme, ...scopes].join(" "));
  return schemes.join(" and ") || "no token";
}

/** Compares the roles that are let in; where none is named, all are. */
function compareRoles(base: Place<JsonObject>, revision: Place<JsonObject>, site: Site, scope: Scope): void {
  const [before, now] = [base, revision].map((place) =>
    (member(place, "x-roles")?.items() ?? []).map((role) => role.string()),
  );
  if (!before || !now || same(before.toSorted(), now.toSorted())) return;
  if (now.length === 0) {
    scope.changes.add(site, "any role", compatible("callers of any role are let in"));
    return;
  }
  if (before.length === 0) {
    scope.changes.add(site, `only ${now.join(", ")}`, breaking("callers of other roles are refused"));
    return;
  }
  for (const role of before.filter((name) => !now.includes(name))) {
    scope.changes.add(site, `${role} removed`, breaking("callers of that role are refused"));
  }
  for (const role of now.filter((name) => !before.includes(name))) {
    scope.changes.add(site, `${role} new`, compatible("callers of that role are let in"));
  }
}
