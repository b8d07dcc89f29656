import type { JsonObject } from "../document/json.ts";
import type { Place } from "../document/place.ts";
import { member } from "../document/place.ts";
import type { SchemaType } from "./keywords.ts";

const known: ReadonlySet<string> = new Set<SchemaType>([
  "null",
  "boolean",
  "integer",
  "number",
  "string",
  "array",
  "object",
]);

const isType = (name: string): name is SchemaType => known.has(name);

/** The types a schema admits, `null` among them; empty where it does not say. */
export function typesOf(place: Place<JsonObject>): SchemaType[] {
  const type = member(place, "type");
  if (!type) return [];
  const named = Array.isArray(type.value) ? type.items() : [type];
  return named.map((entry) => {
    const name = entry.string();
    return isType(name) ? name : entry.fail(`unknown type ${name}`);
  });
}
