/**
 * The OpenAPI document itself, bundled into one.
 *
 * @packageDocumentation
 */

/** The document as an object. */
export { openapiDocument } from "./generated/document.ts";
/** The document as YAML text. */
export { openapiYaml } from "./generated/document-yaml.ts";
export type { Json, JsonObject, OpenApiDocument, OperationObject } from "./generated/runtime/index.ts";
