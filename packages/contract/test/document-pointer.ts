import { type Json, openapiDocument } from "../src/document.ts";
import { isObject, throughJson } from "./json.ts";

const document: Json | undefined = throughJson(openapiDocument);

/** The JSON Pointer of a path (RFC 6901, as a URI fragment). */
export function pointerOf(path: readonly string[]): string {
  return ["#", ...path.map((token) => token.replaceAll("~", "~0").replaceAll("/", "~1"))].join("/");
}

/** The value a JSON Pointer of the document points at. */
export function lookUp(pointer: string): Json | undefined {
  const tokens = pointer.split("/").slice(1);
  return tokens.map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~")).reduce(step, document);
}

function step(value: Json | undefined, token: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(token)];
  return isObject(value) ? value[token] : undefined;
}

/** The JSON Pointer of what a path leads to where every `$ref` on the way, but not the last value, is followed. */
export function follow(path: readonly string[]): string {
  return path.reduce((pointer, token) => {
    const value = lookUp(pointer);
    const reference = isObject(value) ? value["$ref"] : undefined;
    const from = typeof reference === "string" ? reference : pointer;
    return `${from}${pointerOf([token]).slice(1)}`;
  }, "#");
}
