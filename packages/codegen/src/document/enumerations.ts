import type { JsonObject } from "./json.ts";
import { member, members, type Place, requiredMember } from "./place.ts";

/** A schema component whose integers have names (`x-enum-varnames`). */
export interface Enumeration {
  readonly name: string;
  readonly schema: Place<JsonObject>;
  readonly entries: readonly [name: string, value: number][];
}

/** The named enumerations among the schema components. */
export function enumerationsOf(schemas: Place<JsonObject>): Enumeration[] {
  return members(schemas).flatMap(([name, place]) => {
    const schema = place.object();
    const names = member(schema, "x-enum-varnames");
    return names ? [{ name, schema, entries: pair(schema, names) }] : [];
  });
}

function pair(schema: Place<JsonObject>, names: Place): [string, number][] {
  const values = requiredMember(schema, "enum").items();
  const pairs = new Map<string, number>();
  for (const [index, name] of names.items().entries()) {
    const value = values[index] ?? name.fail("names no value");
    if (pairs.has(name.string())) name.fail("names another value too");
    pairs.set(name.string(), value.number());
  }
  if (pairs.size < values.length) names.fail("does not name every value");
  return [...pairs];
}
