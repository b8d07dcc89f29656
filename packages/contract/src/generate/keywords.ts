import { type JsonObject, member, type Place } from "./place.ts";

/** The types of JSON Schema. */
export type SchemaType = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

/** Keywords that only describe: they are documented, and say nothing about validity. */
const annotations = new Set([
  "$comment",
  "default",
  "deprecated",
  "description",
  "example",
  "examples",
  "readOnly",
  "title",
  "writeOnly",
  "x-enum-varnames",
]);

/** Keywords that shape a schema of any type; a reference stands alone. */
const structural = new Set(["allOf", "anyOf", "const", "enum", "oneOf", "type"]);

const numeric: readonly SchemaType[] = ["integer", "number"];

/** Keywords that constrain values of some types only, with those types. */
export const constraints: ReadonlyMap<string, readonly SchemaType[]> = new Map([
  ["format", ["string", "integer"]],
  ["minLength", ["string"]],
  ["maxLength", ["string"]],
  ["pattern", ["string"]],
  ["minimum", numeric],
  ["maximum", numeric],
  ["exclusiveMinimum", numeric],
  ["exclusiveMaximum", numeric],
  ["items", ["array"]],
  ["minItems", ["array"]],
  ["maxItems", ["array"]],
  ["uniqueItems", ["array"]],
  ["properties", ["object"]],
  ["required", ["object"]],
  ["dependentRequired", ["object"]],
  ["additionalProperties", ["object"]],
  ["minProperties", ["object"]],
  ["maxProperties", ["object"]],
]);

/**
 * Throws on the first keyword that the generator does not know, or that does not apply to the schema's types.
 *
 * The list is closed on purpose: a keyword that were passed over in silence would make the server accept what the
 * document forbids.
 */
export function checkKeywords(place: Place<JsonObject>, types: readonly SchemaType[]): void {
  for (const keyword of Object.keys(place.value)) {
    if (annotations.has(keyword) || structural.has(keyword)) continue;
    const applicable = constraints.get(keyword) ?? place.fail(`unknown keyword ${keyword}`);
    if (!applicable.some((type) => types.includes(type))) {
      place.fail(`${keyword} says nothing about ${types.join(", ") || "a schema without a type"}`);
    }
  }
}

/** Throws where any keyword but the given ones and mere descriptions stands beside them. */
export function checkAlone(place: Place<JsonObject>, ...allowed: readonly string[]): void {
  for (const keyword of Object.keys(place.value)) {
    if (annotations.has(keyword) || allowed.includes(keyword)) continue;
    place.fail(`${keyword} beside ${allowed.join(", ")} is not supported`);
  }
}

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
