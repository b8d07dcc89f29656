import type { Json, JsonObject } from "../src/document.ts";

/** Whether a value is a JSON object: neither null nor an array. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The members of a JSON object; none where the value is anything else. */
export const entries = (value: Json | undefined): [name: string, value: Json][] =>
  isObject(value) ? Object.entries(value) : [];

/** What becomes of an object on its way through JSON. */
export function throughJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value));
}
