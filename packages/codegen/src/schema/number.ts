import type { JsonObject } from "../document/json.ts";
import type { Place } from "../document/place.ts";
import { member } from "../document/place.ts";
import type { SchemaScope } from "./scope.ts";

const bounds = [
  ["minimum", "min"],
  ["maximum", "max"],
  ["exclusiveMinimum", "gt"],
  ["exclusiveMaximum", "lt"],
] as const;

/** Emits a number with its bounds. */
export function emitNumber(schema: Place<JsonObject>): string {
  member(schema, "format")?.fail("a number has no format");
  return `z.number()${emitBounds(schema)}`;
}

/**
 * Emits an integer with its bounds.
 *
 * zod's `z.int()` refuses integers beyond 2^53, which JSON Schema admits; hence a check of our own where the
 * document sets no format.
 */
export function emitInteger(schema: Place<JsonObject>, scope: SchemaScope): string {
  const format = member(schema, "format");
  if (format && format.value !== "int32") format.fail(`unknown format ${format.string()} of an integer`);
  const base = format ? "z.int32()" : `z.number().check(${scope.use("integer")}())`;
  return `${base}${emitBounds(schema)}`;
}

function emitBounds(schema: Place<JsonObject>): string {
  return bounds
    .map(([keyword, method]) => {
      const bound = member(schema, keyword);
      return bound ? `.${method}(${bound.number()})` : "";
    })
    .join("");
}
