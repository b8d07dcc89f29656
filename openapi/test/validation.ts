import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

// Strict mode refuses keywords and formats that Ajv does not know.
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
ajv.addVocabulary(["x-enum-varnames"]);

/** What is wrong with a value under a schema; null where nothing is. */
export function faultOf(schema: object, value: unknown): string | null {
  const validate = ajv.compile(schema);
  return validate(value) ? null : ajv.errorsText(validate.errors);
}
