/**
 * The generator, and what it reads the document with: for builds and tools of this repository. It is not published.
 *
 * @packageDocumentation
 */
export { bundle, type RedoclyRun, redocly } from "./bundle.ts";
export { generate, generateFrom, typeFiles } from "./generate.ts";
export { checkAlone, checkKeywords, type SchemaType, typesOf } from "./keywords.ts";
export { type Operation, operationsOf, type Parameter } from "./operations.ts";
export {
  componentName,
  isObject,
  type Json,
  type JsonObject,
  member,
  memberObject,
  members,
  Place,
  requiredMember,
  resolve,
  UnsupportedSpecError,
} from "./place.ts";
export type { GeneratedFile } from "./text.ts";
