import { type JsonObject, member, members, type Place, requiredMember } from "./place.ts";
import { braces, docstring, type GeneratedFile, generatedFile, memberName } from "./text.ts";

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

/** `enumerations.ts`: a constant object and a type for each named enumeration. */
export function enumerationsFile(schemas: Place<JsonObject>): GeneratedFile {
  const statements = enumerationsOf(schemas).map(({ name, schema, entries }) => {
    const lines = entries.map(([entry, value]) => `${memberName(entry)}: ${value},`);
    return [
      `${docstring(schema)}export const ${name} = ${braces(lines)} as const;`,
      `export type ${name} = (typeof ${name})[keyof typeof ${name}];\n`,
    ].join("\n");
  });
  return generatedFile("enumerations.ts", [], statements);
}
