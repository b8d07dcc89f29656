/** A JSON value, as read from the bundled document. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object, as read from the bundled document. */
export interface JsonObject {
  readonly [member: string]: Json;
}

/** Whether a value is a JSON object: neither null nor an array. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
