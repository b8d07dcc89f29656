import type { JsonObject } from "./json.ts";
import { member, type Place, requiredMember } from "./place.ts";
import { resolve } from "./reference.ts";

/** A parameter of an operation. */
export interface Parameter {
  readonly place: Place<JsonObject>;
  readonly name: string;
  /** The group of parsed values it belongs to, by where it stands in a request. */
  readonly group: ParameterGroup;
  /** Its name in the group: that of a header is in lower case. */
  readonly key: string;
  readonly required: boolean;
  /** Its schema, as written. */
  readonly schema: Place;
  /** Its schema, `$ref` resolved. */
  readonly resolved: Place<JsonObject>;
  /** What stands in for it where it is absent. */
  readonly preset: Place | undefined;
}

/** The parsed values of a request's path, query and headers. */
export type ParameterGroup = "params" | "query" | "headers";

const groups = new Map<string, ParameterGroup>([
  ["path", "params"],
  ["query", "query"],
  ["header", "headers"],
]);

/** What a parameter object may hold. Styles of serialisation are not among it: only the default ones are understood. */
const known = new Set([
  "name",
  "in",
  "required",
  "description",
  "deprecated",
  "schema",
  "example",
  "examples",
]);

/** Reads a parameter; throws on anything but a plain one in path, query or header. */
export function readParameter(place: Place<JsonObject>, root: JsonObject): Parameter {
  for (const name of Object.keys(place.value)) {
    if (!known.has(name)) place.fail(`${name} of a parameter is not supported`);
  }
  const name = requiredMember(place, "name").string();
  const location = requiredMember(place, "in");
  const group =
    groups.get(location.string()) ?? location.fail(`parameters in ${location.value} are not supported`);
  const schema = requiredMember(place, "schema");
  const resolved = resolve(schema, root);
  return {
    place,
    name,
    group,
    key: group === "headers" ? name.toLowerCase() : name,
    required: member(place, "required")?.boolean() ?? false,
    schema,
    resolved,
    preset: member(resolved, "default"),
  };
}

/** The parameters of an operation: one of its own replaces its path's of the same name and location. */
export function mergeParameters(root: JsonObject, ...lists: (Place | undefined)[]): Parameter[] {
  const parameters = lists
    .flatMap((list) => list?.items() ?? [])
    .map((place) => readParameter(resolve(place, root), root));
  return [
    ...new Map(parameters.map((parameter) => [`${parameter.group} ${parameter.key}`, parameter])).values(),
  ];
}
