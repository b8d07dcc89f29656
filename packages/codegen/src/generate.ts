import { bundle } from "./document/bundle.ts";
import type { JsonObject } from "./document/json.ts";
import { operationsOf } from "./document/operations.ts";
import { memberObject, Place } from "./document/place.ts";
import { componentsFile } from "./files/components.ts";
import { documentFile, documentYamlFile } from "./files/document.ts";
import { enumerationsFile } from "./files/enumerations.ts";
import { operationsFile } from "./files/operations.ts";
import { proofFile } from "./files/proof.ts";
import { responsesFile } from "./files/responses.ts";
import { routesFile } from "./files/routes.ts";
import { schemasFile } from "./files/schemas.ts";
import { typesFile } from "./files/types.ts";
import type { GeneratedFile } from "./output/file.ts";
import { writeFiles } from "./output/write.ts";

/**
 * Generates the contract's code from the OpenAPI document in a folder.
 *
 * Rejects with an `UnsupportedSpecError` on anything that would be lost on the way; then nothing has been written.
 */
export async function generate(openapiFolder: string, outputFolder: string): Promise<void> {
  await generateFrom((await bundle(openapiFolder)).value, outputFolder);
}

/** Generates the contract's code from a bundled document, as {@link generate} does. */
export async function generateFrom(bundled: JsonObject, outputFolder: string): Promise<void> {
  const document = new Place(bundled);
  const components = memberObject(document, "components");
  const schemas = memberObject(components, "schemas");
  const responses = memberObject(components, "responses");
  const operations = operationsOf(document);
  await writeFiles(outputFolder, [
    schemasFile(schemas),
    operationsFile(operations),
    responsesFile(responses),
    routesFile(operations),
    componentsFile(bundled, components),
    documentFile(bundled),
    documentYamlFile(bundled),
    proofFile(schemas, operations),
    ...(await typeFiles(bundled)),
  ]);
}

/** Of the contract's code, the files that callers get their types from. */
export async function typeFiles(bundled: JsonObject): Promise<GeneratedFile[]> {
  const components = memberObject(new Place(bundled), "components");
  return [enumerationsFile(memberObject(components, "schemas")), await typesFile(bundled)];
}
