import type { JsonObject } from "../document/json.ts";
import type { Place } from "../document/place.ts";
import { member, requiredMember } from "../document/place.ts";
import type { Emit, SchemaScope } from "./scope.ts";

/**
 * Emits an array with its items, its length, and whether an item may come twice.
 *
 * Items are compared as they came, before parsing leaves out members that the document does not name.
 */
export function emitArray(schema: Place<JsonObject>, scope: SchemaScope, emit: Emit): string {
  const least = member(schema, "minItems");
  const most = member(schema, "maxItems");
  const array = [
    `z.array(${emit(requiredMember(schema, "items"))})`,
    least ? `.min(${least.number()})` : "",
    most ? `.max(${most.number()})` : "",
  ].join("");
  const unique = member(schema, "uniqueItems")?.boolean();
  return unique ? `z.array(z.unknown()).check(${scope.use("uniqueItems")}()).pipe(${array})` : array;
}
