import type { JsonObject } from "../document/json.ts";
import type { Place } from "../document/place.ts";
import { docstring } from "../output/docstring.ts";
import { type GeneratedFile, generatedFile } from "../output/file.ts";
import { recordingScope } from "../output/imports.ts";
import { emitSchema } from "../schema/emit.ts";
import { inOrder } from "../schema/order.ts";

/** `schemas.ts`: a zod schema for each schema component. */
export function schemasFile(schemas: Place<JsonObject>): GeneratedFile {
  const scope = recordingScope("schemas");
  const statements = inOrder(schemas).map(
    ([name, schema]) => `${docstring(schema)}export const ${name} = ${emitSchema(schema, scope)};\n`,
  );
  return generatedFile("schemas.ts", scope.imports(), statements);
}
