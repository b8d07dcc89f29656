import type { JsonObject } from "../document/json.ts";
import type { Place } from "../document/place.ts";
import { member } from "../document/place.ts";
import { componentName } from "../document/reference.ts";
import { emitArray } from "./array.ts";
import { emitChoice, emitValues } from "./choice.ts";
import { checkAlone, checkKeywords, type SchemaType } from "./keywords.ts";
import { emitInteger, emitNumber } from "./number.ts";
import { emitObject } from "./object.ts";
import type { Emit, SchemaScope } from "./scope.ts";
import { emitString } from "./string.ts";
import { typesOf } from "./types.ts";

type EmitType = (schema: Place<JsonObject>, scope: SchemaScope, emit: Emit) => string;

const emitters: Record<Exclude<SchemaType, "null">, EmitType> = {
  boolean: () => "z.boolean()",
  integer: emitInteger,
  number: emitNumber,
  string: emitString,
  array: emitArray,
  object: emitObject,
};

/**
 * The zod expression that admits just what a JSON Schema admits.
 *
 * Whether a value may be absent, and what stands in for it, is the business of whoever holds the schema.
 * Throws an `UnsupportedSpecError` on anything outside the closed list of keywords.
 */
export function emitSchema(place: Place, scope: SchemaScope): string {
  const schema = place.object();
  const reference = member(schema, "$ref");
  if (reference) {
    checkAlone(schema, "$ref");
    return scope.component("schemas", componentName(reference, "schemas"));
  }
  scope.use("z");
  const emit: Emit = (nested) => emitSchema(nested, scope);
  const types = typesOf(schema);
  checkKeywords(schema, types);
  return emitValues(schema, types) ?? emitChoice(schema, emit) ?? emitTypes(schema, types, scope, emit);
}

function emitTypes(
  schema: Place<JsonObject>,
  types: readonly SchemaType[],
  scope: SchemaScope,
  emit: Emit,
): string {
  if (types.length === 0) return "z.unknown()";
  const options = types.flatMap((type) => (type === "null" ? [] : [emitters[type](schema, scope, emit)]));
  if (options.length === 0) return "z.null()";
  const union = options.length === 1 ? options.join("") : `z.union([${options.join(", ")}])`;
  return options.length < types.length ? `${union}.nullable()` : union;
}
