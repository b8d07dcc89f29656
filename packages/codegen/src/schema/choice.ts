import type { JsonObject } from "../document/json.ts";
import type { Place } from "../document/place.ts";
import { member } from "../document/place.ts";
import { checkAlone, type SchemaType } from "./keywords.ts";
import type { Emit } from "./scope.ts";

/** Emits the values of an `enum`, `null` perhaps among them, or the one value of a `const`. */
export function emitValues(schema: Place<JsonObject>, types: readonly SchemaType[]): string | undefined {
  const only = member(schema, "const");
  const values = only ? [only] : member(schema, "enum")?.items();
  if (!values) return undefined;
  checkAlone(schema, only ? "const" : "enum", "type", "format");
  const format = member(schema, "format");
  if (format && format.value !== "int32") format.fail("says nothing beside values that are listed");
  for (const value of values) {
    if (!types.includes(typeOf(value)))
      value.fail(`is not of type ${types.join(" or ") || "(none is given)"}`);
  }
  const listed = values.map(({ value }) => JSON.stringify(value)).join(", ");
  return only ? `z.literal(${listed})` : `z.literal([${listed}])`;
}

function typeOf(place: Place): SchemaType {
  const { value } = place;
  if (value === null) return "null";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "boolean";
  const isInt32 = typeof value === "number" && value === Math.trunc(value) && Math.abs(value) < 2 ** 31;
  return isInt32 ? "integer" : place.fail("must be a string, a 32-bit integer, a boolean or null");
}

/** Emits `oneOf` or `anyOf`, where the only choice is between a schema and null. */
export function emitChoice(schema: Place<JsonObject>, emit: Emit): string | undefined {
  const choice = member(schema, "oneOf") ?? member(schema, "anyOf");
  if (!choice) return undefined;
  checkAlone(schema, member(schema, "oneOf") ? "oneOf" : "anyOf");
  const options = choice.items();
  const [only, ...others] = options.filter((option) => option.object().value["type"] !== "null");
  if (!only || others.length > 0 || options.length !== 2) {
    return choice.fail("supported is one schema, or null");
  }
  return `${emit(only)}.nullable()`;
}
