import { stringify } from "yaml";
import type { JsonObject } from "../document/json.ts";
import { type GeneratedFile, generatedFile } from "../output/file.ts";
import { literal } from "../output/literal.ts";

/** `document.ts`: the bundled document, as an object. */
export function documentFile(document: JsonObject): GeneratedFile {
  return generatedFile(
    "document.ts",
    ['import type { OpenApiDocument } from "./runtime/index.ts";'],
    [`export const openapiDocument: OpenApiDocument = ${literal(document)};\n`],
  );
}

/** `document-yaml.ts`: the bundled document, as text. */
export function documentYamlFile(document: JsonObject): GeneratedFile {
  const text = stringify(document, { aliasDuplicateObjects: false, lineWidth: 0 });
  const escaped = text.replaceAll(/[\\`]|\$\{/g, (special) => `\\${special}`);
  return generatedFile("document-yaml.ts", [], [`export const openapiYaml: string = \`${escaped}\`;\n`]);
}
