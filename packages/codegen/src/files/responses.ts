import type { JsonObject } from "../document/json.ts";
import { members, type Place } from "../document/place.ts";
import { emitDescribed } from "../operation/described.ts";
import { docstring } from "../output/docstring.ts";
import { type GeneratedFile, generatedFile } from "../output/file.ts";
import { recordingScope } from "../output/imports.ts";
import { emitSchema } from "../schema/emit.ts";

/** `responses.ts`: each response component, as `createRoute` wants it. */
export function responsesFile(responses: Place<JsonObject>): GeneratedFile {
  const scope = recordingScope("responses");
  const statements = members(responses).map(([name, place]) => {
    const response = place.object();
    const described = emitDescribed(response, scope, (schema) => emitSchema(schema, scope));
    return `${docstring(response)}export const ${name} = ${described};\n`;
  });
  return generatedFile("responses.ts", scope.imports(), statements);
}
