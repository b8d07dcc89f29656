import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { openapiDocument } from "../../src/document.ts";

/** Tells whether a value is valid. */
export type Verdict = (value: unknown) => boolean;

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
formats.default(ajv);
// Strict mode refuses keywords it does not know. These describe, and do not constrain; the first are those of the
// document that the schemas stand in.
ajv.addVocabulary([...Object.keys(openapiDocument), "example", "x-enum-varnames"]);
ajv.addSchema(openapiDocument, "document");

/** Ajv's verdict by a schema that stands alone. */
export function ajvVerdictOf(schema: object): Verdict {
  const validate = ajv.compile<unknown>(schema);
  return (value) => validate(value);
}

/** Ajv's verdict by the schema at a place of the document, given by its JSON Pointer. */
export function ajvVerdict(pointer: string): Verdict {
  return ajvVerdictOf({ $ref: `document${encodeURI(pointer)}` });
}
