import type { Operation, Parameter } from "@hostscan/contract/generate";
import { breaking, compatible, renamed } from "../change.ts";
import { compareExamples } from "../examples.ts";
import { compareSchemas } from "../schema/compare.ts";
import type { Scope } from "../scope.ts";
import type { Site } from "../site.ts";
import { compareDeprecation } from "./deprecation.ts";

const places: Record<Parameter["group"], string> = { params: "path", query: "query", headers: "header" };

/** Compares the parameters of an operation. Those of the path are the same if they stand at the same place in it. */
export function compareParameters(base: Operation, revision: Operation, site: Site, scope: Scope): void {
  const now = new Map(revision.parameters.map((parameter) => [keyOf(parameter, revision), parameter]));
  for (const parameter of base.parameters) {
    const spot = site.at(nameOf(parameter), "request");
    const key = keyOf(parameter, base);
    const other = now.get(key);
    now.delete(key);
    if (other) compareParameter(parameter, other, spot, scope);
    else scope.changes.add(spot, "removed", breaking("what callers say with it is no longer heard"));
  }
  for (const parameter of now.values()) {
    const spot = site.at(nameOf(parameter), "request");
    if (parameter.required) {
      scope.changes.add(spot, "new, required", breaking("callers that leave it out are refused"));
    } else scope.changes.add(spot, "new", compatible("callers may leave it out"));
  }
}

function compareParameter(base: Parameter, revision: Parameter, site: Site, scope: Scope): void {
  if (base.key !== revision.key) {
    scope.changes.add(site, `is called ${revision.name}, no longer ${base.name}`, renamed);
  }
  if (!base.required && revision.required) {
    scope.changes.add(site, "optional → required", breaking("callers that leave it out are refused"));
  } else if (base.required && !revision.required) {
    scope.changes.add(site, "required → optional", compatible("callers may leave it out"));
  }
  compareDeprecation(base.place, revision.place, site, scope);
  scope.compareWording(base.place, revision.place, ["description", "example"], site);
  compareExamples(base.place, revision.place, site, scope);
  compareSchemas(base.schema, revision.schema, site, "request", scope);
}

const nameOf = ({ group, name }: Parameter): string => `${places[group]} ${name}`;

function keyOf({ group, key }: Parameter, { path }: Operation): string {
  return group === "params" ? `path ${path.split("/").indexOf(`{${key}}`)}` : `${group} ${key}`;
}
