import { z } from "zod";

/** Validates with a schema, and documents with the words of the OpenAPI document. */
export const documented = <Schema extends z.ZodType>(schema: Schema, description: Record<string, unknown>) =>
  z.unknown().pipe(schema).meta(description);

/** Validates parameters with a schema, and documents none: the route names those of the OpenAPI document itself. */
export const undocumented = <Schema extends z.ZodType<unknown, Record<string, unknown>>>(schema: Schema) =>
  z.looseObject({}).pipe(schema);
