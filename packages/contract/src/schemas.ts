/**
 * A zod schema for each schema of the OpenAPI document, under its name there.
 *
 * Each admits just what the document's schema admits. Members that the document does not name are admitted and left
 * out of the parsed value, but where it says `additionalProperties: true`.
 *
 * @packageDocumentation
 */
export * from "./generated/schemas.ts";
