import type { Json, JsonObject } from "../document/json.ts";
import { isObject } from "../document/json.ts";
import { members, type Place } from "../document/place.ts";
import { componentName } from "../document/reference.ts";

/** The schema components in an order in which each comes after those it refers to; throws where one refers to itself. */
export function inOrder(schemas: Place<JsonObject>): [name: string, schema: Place][] {
  const all = new Map(members(schemas));
  const done = new Map<string, Place>();
  const visit = (name: string, from: Place, path: readonly string[]): void => {
    const schema = all.get(name) ?? from.fail(`there is no schema ${name}`);
    if (path.includes(name)) schema.fail(`refers to itself: ${[...path, name].join(" -> ")}`);
    if (done.has(name)) return;
    for (const reference of references(schema))
      visit(componentName(reference, "schemas"), reference, [...path, name]);
    done.set(name, schema);
  };
  for (const [name, schema] of all) visit(name, schema, []);
  return [...done];
}

function references(place: Place): Place[] {
  const { value } = place;
  const nested: [string, Json][] = isObject(value) || Array.isArray(value) ? Object.entries(value) : [];
  return nested.flatMap(([name, item]) => {
    const child = place.at(name, item);
    return name === "$ref" && typeof item === "string" ? [child] : references(child);
  });
}
