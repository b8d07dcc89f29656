import { type Json, type JsonObject, member, type Place, typesOf } from "@hostscan/contract/generate";

/** Of limits, the one that holds where two schemas set one. */
const tighter: Readonly<Record<string, (a: number, b: number) => number>> = {
  minLength: Math.max,
  maxLength: Math.min,
  minItems: Math.max,
  maxItems: Math.min,
  minProperties: Math.max,
  maxProperties: Math.min,
  minimum: Math.max,
  maximum: Math.min,
  exclusiveMinimum: Math.max,
  exclusiveMaximum: Math.min,
};

/** `allOf` as the one schema that says the same; throws where two of them cannot be put together. */
export function allOf(list: Place, schemas: readonly Place<JsonObject>[]): Place<JsonObject> {
  const merged = schemas.reduce<JsonObject>((all, { value }) => merge(all, value, list), {});
  return list.at("together", merged);
}

function merge(a: JsonObject, b: JsonObject, list: Place): JsonObject {
  const both: Record<string, Json> = { ...a };
  for (const [keyword, said] of Object.entries(b)) {
    const before = a[keyword];
    both[keyword] = before === undefined ? said : together(keyword, before, said, list);
  }
  return both;
}

function together(keyword: string, a: Json, b: Json, list: Place): Json {
  if (JSON.stringify(a) === JSON.stringify(b) || keyword === "description") return a;
  const limit = tighter[keyword];
  if (limit && typeof a === "number" && typeof b === "number") return limit(a, b);
  if (keyword === "required" && Array.isArray(a) && Array.isArray(b)) return [...new Set([...a, ...b])];
  if (keyword === "properties" && isObject(a) && isObject(b)) {
    const same = Object.keys(a).filter(
      (name) => name in b && JSON.stringify(a[name]) !== JSON.stringify(b[name]),
    );
    if (same.length === 0) return { ...a, ...b };
  }
  return list.fail(`cannot be compared: ${keyword} differs among its schemas`);
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const FOR_PEOPLE = ["description", "title", "examples", "example"];

/**
 * A choice between schemas of different types as the one schema of several types that says the same: the keywords of each
 * concern values of its own type. Undefined where two have a type in common, or list values, or one says a keyword twice.
 */
export function byType(list: Place, schemas: readonly Place<JsonObject>[]): Place<JsonObject> | undefined {
  const types = schemas.flatMap((schema) => typesOf(schema));
  if (schemas.some((schema) => typesOf(schema).length === 0) || new Set(types).size < types.length)
    return undefined;
  if (types.includes("integer") && types.includes("number")) return undefined;
  const merged: Record<string, Json> = {};
  for (const { value } of schemas) {
    for (const [keyword, said] of Object.entries(value)) {
      if (keyword === "type" || FOR_PEOPLE.includes(keyword)) continue;
      if (keyword in merged || keyword === "enum" || keyword === "const") return undefined;
      merged[keyword] = said;
    }
  }
  return list.at("together", { ...merged, type: types });
}

/** The schemas that a choice is between, or that a schema is made of. */
export const schemasOf = (schema: Place<JsonObject>, keyword: string): Place<JsonObject>[] =>
  member(schema, keyword)
    ?.items()
    .map((option) => option.object()) ?? [];
