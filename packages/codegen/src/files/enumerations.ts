import { enumerationsOf } from "../document/enumerations.ts";
import type { JsonObject } from "../document/json.ts";
import type { Place } from "../document/place.ts";
import { docstring } from "../output/docstring.ts";
import { type GeneratedFile, generatedFile } from "../output/file.ts";
import { braces, memberName } from "../output/layout.ts";

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
