/**
 * The OpenAPI document itself, bundled into one.
 *
 * @packageDocumentation
 */

import document from "./generated/document.json" with { type: "json" };
import { forTools } from "./served.ts";

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [member: string]: Json;
}

/** An operation of the document. */
export interface OperationObject {
  readonly operationId: string;
  readonly parameters?: readonly JsonObject[];
  readonly requestBody?: JsonObject;
  /** By status code. */
  readonly responses: Readonly<Record<string, JsonObject>>;
  readonly [member: string]: Json | undefined;
}

/** The bundled OpenAPI document; every `$ref` in it points into `components`. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly [member: string]: Json };
  readonly servers?: readonly JsonObject[];
  readonly tags?: readonly JsonObject[];
  /** Operations by path and method. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  /** Components by kind and name. */
  readonly components: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
}

/** The document as an object. */
export const openapiDocument: OpenApiDocument = document;

let forAllTools: OpenApiDocument | undefined;

/** The document as it is served, for the tools that read it: see {@link forTools}. Made when it is first asked for. */
export function servedDocument(): OpenApiDocument {
  forAllTools ??= forTools(openapiDocument);
  return forAllTools;
}

/** The served document as YAML text, made when it is asked for. Needs the package `yaml`. */
export async function openapiYaml(): Promise<string> {
  // By its default: a bundle of this has no other names of a CommonJS package.
  const { default: yaml } = await import("yaml");
  return yaml.stringify(servedDocument(), { aliasDuplicateObjects: false, lineWidth: 0 });
}
