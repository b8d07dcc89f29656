/** The closed list of JSON Schema keywords, for other tools of the document that must not pass one over. */
export { checkAlone, checkKeywords, type SchemaType } from "./keywords.ts";
export { typesOf } from "./types.ts";
