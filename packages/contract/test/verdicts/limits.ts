import { type Json, openapiDocument } from "../../src/document.ts";
import { throughJson } from "../json.ts";
import { places } from "./places.ts";

const all = places(throughJson(openapiDocument));

/** Every value that any of the keywords has in the document; of an array, its items. */
function valuesOf(...keywords: readonly string[]): Json[] {
  return all.flatMap(([path, value]) => (keywords.includes(path.at(-1) ?? "") ? [value].flat() : []));
}

const numbersOf = (...keywords: readonly string[]): number[] => [
  ...new Set(valuesOf(...keywords).filter((value) => typeof value === "number")),
];

/** The limits set anywhere in the document: what lies beside them is where two validators part. */
export const limits = {
  lengths: numbersOf("minLength", "maxLength"),
  numbers: numbersOf("minimum", "maximum", "default", "enum"),
  counts: numbersOf("minItems", "maxItems"),
  /** Names of members, not limits, but of as much use. */
  names: [...new Set(valuesOf("properties").flatMap((named) => Object.keys(named ?? {})))],
};
