import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { Node, Place } from "../document/place.ts";

/** One place at which a value is not what its schema says. */
export interface Mismatch {
  /** JSON Pointer into the value. */
  readonly pointer: string;
  readonly message: string;
}

/** Judges values by the schemas of one document. */
export interface Validator {
  /** What is wrong with `value` by the schema at `schema`; empty where it is valid. */
  mismatches(schema: Place, value: unknown): Mismatch[];
}

/** Makes a {@link Validator} with Ajv (JSON Schema 2020-12, as OpenAPI 3.1 has it; formats are asserted). */
export function createValidator(document: Node): Validator {
  // `strict` off: a document's schemas hold keywords of OpenAPI, such as `example` and `x-…`.
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats.default(ajv);
  ajv.addSchema({ ...document }, "document", undefined, false);
  const compiled = new Map<string, ValidateFunction>();

  const compile = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer);
    if (known !== undefined) return known;
    const fragment = pointer.split("/").map(encodeURIComponent).join("/");
    const validate = ajv.compile({ $ref: `document#${fragment}` });
    compiled.set(pointer, validate);
    return validate;
  };

  return {
    mismatches({ pointer }, value) {
      const validate = compile(pointer);
      validate(value);
      return (validate.errors ?? []).map((error) => ({
        pointer: error.instancePath,
        message: `${error.message}`,
      }));
    },
  };
}
