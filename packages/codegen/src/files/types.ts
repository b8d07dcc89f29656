import openapiTypescript, { astToString } from "openapi-typescript";
import type { JsonObject } from "../document/json.ts";
import { type GeneratedFile, generatedFile } from "../output/file.ts";

/** `types.ts`: `paths`, `operations` and `components`, by openapi-typescript. */
export async function typesFile(document: JsonObject): Promise<GeneratedFile> {
  const nodes = await openapiTypescript(JSON.stringify(document), {
    // A default is what an absent member stands for: in a message the member stays optional.
    defaultNonNullable: false,
  });
  return generatedFile("types.ts", [], [astToString(nodes)]);
}
