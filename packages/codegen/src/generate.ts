import { bundle } from "./document/bundle.ts";
import { operationsOf } from "./document/operations.ts";
import { memberObject } from "./document/place.ts";
import { componentsFile } from "./files/components.ts";
import { documentFile, documentYamlFile } from "./files/document.ts";
import { enumerationsFile } from "./files/enumerations.ts";
import { operationsFile } from "./files/operations.ts";
import { proofFile } from "./files/proof.ts";
import { responsesFile } from "./files/responses.ts";
import { routesFile } from "./files/routes.ts";
import { schemasFile } from "./files/schemas.ts";
import { typesFile } from "./files/types.ts";
import { writeFiles } from "./output/write.ts";

/**
 * Generates the contract's code from the OpenAPI document in a folder.
 *
 * Rejects with an `UnsupportedSpecError` on anything that would be lost on the way; then nothing has been written.
 */
export async function generate(openapiFolder: string, outputFolder: string): Promise<void> {
  const document = await bundle(openapiFolder);
  const components = memberObject(document, "components");
  const schemas = memberObject(components, "schemas");
  const responses = memberObject(components, "responses");
  const operations = operationsOf(document);
  await writeFiles(outputFolder, [
    schemasFile(schemas),
    enumerationsFile(schemas),
    operationsFile(operations),
    responsesFile(responses),
    routesFile(operations),
    componentsFile(document.value, components),
    documentFile(document.value),
    documentYamlFile(document.value),
    proofFile(schemas, operations),
    await typesFile(document.value),
  ]);
}
